export { ComplianceModule, type ComplianceOptions } from './compliance.module.js';
export { acceptEventBodies } from './intake/event-bodies.js';
export { migrations, openService, type Service, type ServiceOptions } from './service.js';
export { commandOf, commandStream } from './terminals/command-stream.js';

export { openApiOf } from './api-description.js';
export { Caller, OpenTo } from './auth.guard.js';
export { HealthController, healthChecks, type HealthChecks } from './health.controller.js';
export { createHttpApp, type HttpAppOptions } from './http-app.js';
export { NoParameters } from './no-parameters.js';
export type { RouteTable } from './route-table.js';
export { securityHeaders } from './security-headers.js';
export { tokenChecker, type Principal, type TokenCheck } from './token-check.js';
export { serve, type ServedApp } from './serve.js';

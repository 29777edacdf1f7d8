export { openApiOf } from './api-description.js';
export { Caller, OpenTo } from './auth.guard.js';
export { createHttpApp, type HttpAppOptions } from './http-app.js';
export type { RouteTable } from './route-table.js';
export { securityHeaders } from './security-headers.js';
export { tokenChecker, type Principal, type TokenCheck } from './token-check.js';

export { connect } from './connect.js';
export type { Database, Migration, Queryable } from './database.js';
export {
  DatabaseError,
  isDatabaseError,
  isPermissionDenied,
  isUnavailable,
  isUniqueViolation,
  type Outcome,
} from './errors.js';
export type { ConnectOptions } from './session.js';
export { defaultTimeouts, type Timeouts } from './timeouts.js';

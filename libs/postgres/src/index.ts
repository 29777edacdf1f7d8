export { connect, connectReader } from './connect.js';
export type { Database, Migration, Queryable } from './database.js';
export { launchEmbedded, type EmbeddedOptions, type EmbeddedServer } from './embedded/launch.js';
export {
  DatabaseError,
  isDatabaseError,
  isPermissionDenied,
  isUnavailable,
  isUniqueViolation,
  type Outcome,
} from './errors.js';
export { Leadership, type LeadershipOptions } from './leadership.js';
export { migrate } from './migrate.js';
export { APP_ROLE, prepareReader, prepareRoles, READER_ROLE } from './roles.js';
export type { ConnectOptions } from './session.js';
export { StartupError, startupProblems, type StartupProblem } from './startup-error.js';
export { TENANT_SETTING, tenantWall } from './tenant-wall.js';
export { defaultTimeouts, type Timeouts } from './timeouts.js';

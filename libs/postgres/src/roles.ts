import { hmacSha256Hex } from '@tillwatch/kernel';
import { connect } from './connect.js';
import type { Database, Queryable } from './database.js';
import { isDatabaseError, isPermissionDenied } from './errors.js';
import { StartupError } from './startup-error.js';

/** The login role of the application: it may do what migrations grant it, and owns nothing of the log. */
export const APP_ROLE = 'tillwatch_app';

/** Roles belong to the server, so other instances prepare the same one at the same time. */
const MAX_ATTEMPTS = 5;
/** Already exists (two forms), and "tuple concurrently updated". */
const CAUSED_BY_OTHERS = ['42710', '23505', 'XX000'];
/** Wrong password (two forms), or no CONNECT on this database. */
const CANNOT_LOG_IN = ['28P01', '28000', '42501'];

/**
 * Makes sure that `tillwatch_app` can log in to this database and that the owner can give it things, and returns its
 * url. The password is an HMAC of the owner's, so instances agree on it without storing or telling it. On later starts
 * nothing is written. Throws `StartupError` when the owner may not do that.
 */
export async function prepareRoles(ownerUrl: string): Promise<string> {
  const url = new URL(ownerUrl);
  if (!url.password) throw new StartupError('owner-password-missing');
  const password = hmacSha256Hex(decodeURIComponent(url.password), APP_ROLE);
  url.username = APP_ROLE;
  url.password = password;
  const owner = connect({ url: ownerUrl, maxConnections: 1, applicationName: 'tillwatch-roles' });
  try {
    for (let attempt = 1; !(await isReady(owner, url.href)); attempt++) {
      try {
        await owner.transaction((tx) => prepare(tx, password));
      } catch (error) {
        if (isPermissionDenied(error)) throw notAllowed(ownerUrl, error);
        if (!isDatabaseError(error) || !CAUSED_BY_OTHERS.includes(error.code) || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  } finally {
    await owner.close();
  }
  return url.href;
}

async function isReady(owner: Database, appUrl: string): Promise<boolean> {
  const [role] = await owner.query<{ superuser: boolean; ours: boolean }>(
    `SELECT rolsuper AS superuser, pg_has_role(current_user, oid, 'MEMBER') AS ours FROM pg_roles WHERE rolname = $1`,
    [APP_ROLE],
  );
  if (role?.superuser) throw new StartupError('role-too-powerful', { role: APP_ROLE });
  return role !== undefined && role.ours && (await canLogIn(appUrl));
}

async function canLogIn(appUrl: string): Promise<boolean> {
  const app = connect({ url: appUrl, maxConnections: 1, applicationName: 'tillwatch-roles' });
  try {
    await app.query('SELECT 1');
    return true;
  } catch (error) {
    if (isDatabaseError(error) && CANNOT_LOG_IN.includes(error.code)) return false;
    throw error;
  } finally {
    await app.close();
  }
}

async function prepare(tx: Queryable, password: string): Promise<void> {
  const [{ exists, ours, database } = { exists: false, ours: false, database: '' }] = await tx.query<{
    exists: boolean;
    ours: boolean;
    database: string;
  }>(
    `SELECT oid IS NOT NULL AS exists, coalesce(pg_has_role(current_user, oid, 'MEMBER'), false) AS ours,
            quote_ident(current_database()) AS database
     FROM (VALUES (1)) AS one LEFT JOIN pg_roles ON rolname = $1`,
    [APP_ROLE],
  );
  await tx.query(`${exists ? 'ALTER' : 'CREATE'} ROLE ${APP_ROLE} LOGIN PASSWORD '${password}'`);
  // A superuser is a member of every role; anybody else must be one to give the role a schema.
  if (!ours) await tx.query(`GRANT ${APP_ROLE} TO CURRENT_USER`);
  await tx.query(`GRANT CONNECT ON DATABASE ${database} TO ${APP_ROLE}`);
}

function notAllowed(ownerUrl: string, error: Error): StartupError {
  const owner = decodeURIComponent(new URL(ownerUrl).username);
  return new StartupError('role-not-allowed', { owner, role: APP_ROLE, reason: error.message });
}

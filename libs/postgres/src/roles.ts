import { hmacSha256Hex } from '@tillwatch/kernel';
import { connect } from './connect.js';
import type { Database, Queryable } from './database.js';
import { isDatabaseError, isPermissionDenied } from './errors.js';
import { StartupError } from './startup-error.js';

/** The login role of the application: it may do what migrations grant it, and owns nothing of the log. */
export const APP_ROLE = 'tillwatch_app';
/** The login role that answers questions: it reads what migrations grant it, of one tenant at a time. */
export const READER_ROLE = 'tillwatch_reader';

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
export function prepareRoles(ownerUrl: string): Promise<string> {
  return prepareRole(ownerUrl, APP_ROLE);
}

/** The same for `tillwatch_reader`. */
export function prepareReader(ownerUrl: string): Promise<string> {
  return prepareRole(ownerUrl, READER_ROLE);
}

async function prepareRole(ownerUrl: string, role: string): Promise<string> {
  const url = new URL(ownerUrl);
  if (!url.password) throw new StartupError('owner-password-missing');
  const password = hmacSha256Hex(decodeURIComponent(url.password), role);
  url.username = role;
  url.password = password;
  const owner = connect({ url: ownerUrl, maxConnections: 1, applicationName: 'tillwatch-roles' });
  try {
    for (let attempt = 1; !(await isReady(owner, role, url.href)); attempt++) {
      try {
        await owner.transaction((tx) => prepare(tx, role, password));
      } catch (error) {
        if (isPermissionDenied(error)) throw notAllowed(ownerUrl, role, error);
        if (!isDatabaseError(error) || !CAUSED_BY_OTHERS.includes(error.code) || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  } finally {
    await owner.close();
  }
  return url.href;
}

async function isReady(owner: Database, role: string, url: string): Promise<boolean> {
  const [known] = await owner.query<{ powerful: boolean; ours: boolean }>(
    `SELECT rolsuper OR rolbypassrls AS powerful, pg_has_role(current_user, oid, 'MEMBER') AS ours
     FROM pg_roles WHERE rolname = $1`,
    [role],
  );
  if (known?.powerful) throw new StartupError('role-too-powerful', { role });
  return known !== undefined && known.ours && (await canLogIn(url));
}

async function canLogIn(url: string): Promise<boolean> {
  const app = connect({ url, maxConnections: 1, applicationName: 'tillwatch-roles' });
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

async function prepare(tx: Queryable, role: string, password: string): Promise<void> {
  const [{ exists, ours, database } = { exists: false, ours: false, database: '' }] = await tx.query<{
    exists: boolean;
    ours: boolean;
    database: string;
  }>(
    `SELECT oid IS NOT NULL AS exists, coalesce(pg_has_role(current_user, oid, 'MEMBER'), false) AS ours,
            quote_ident(current_database()) AS database
     FROM (VALUES (1)) AS one LEFT JOIN pg_roles ON rolname = $1`,
    [role],
  );
  await tx.query(`${exists ? 'ALTER' : 'CREATE'} ROLE ${role} LOGIN PASSWORD '${password}'`);
  // A superuser is a member of every role; anybody else must be one to give the role a schema.
  if (!ours) await tx.query(`GRANT ${role} TO CURRENT_USER`);
  await tx.query(`GRANT CONNECT ON DATABASE ${database} TO ${role}`);
}

function notAllowed(ownerUrl: string, role: string, error: Error): StartupError {
  const owner = decodeURIComponent(new URL(ownerUrl).username);
  return new StartupError('role-not-allowed', { owner, role, reason: error.message });
}

import { sha256Hex, type Log } from '@tillwatch/kernel';
import { connect } from './connect.js';
import type { Database, Migration, Queryable } from './database.js';
import { StartupError } from './startup-error.js';

const OLDEST_SERVER = 15;
/** A step may rewrite a large table. */
const STEP_MS = 600_000;
/** Longest wait for another instance that is migrating, or for a table somebody reads. */
const WAIT_MS = 60_000;
/** `pg_advisory_xact_lock` key, any number nobody else uses in our database ("till" in ASCII). */
const LOCK_KEY = 0x74696c6c;

interface Applied {
  id: string;
  sha256: string;
}

/**
 * Brings the schema to the last of `migrations`, given in the order of their ids. Each step commits together with its
 * row in `tillwatch.migrations`, so a kill at any moment leaves whole steps only. Instances that start together take
 * turns. Throws `StartupError` for a server that is too old, a step that was edited, or a newer schema than we know.
 */
export async function migrate(ownerUrl: string, migrations: readonly Migration[], log: Log): Promise<void> {
  const owner = connect({
    url: ownerUrl,
    maxConnections: 1,
    applicationName: 'tillwatch-migrate',
    searchPath: ['public'], // The default begins with the schema named like the owner: ours, if it is called tillwatch.
    timeouts: { statementMs: STEP_MS, lockMs: WAIT_MS },
  });
  try {
    await checkServer(owner);
    await exclusively(owner, (tx) => tx.query(createBookkeeping));
    while (await applyNext(owner, migrations, log));
  } finally {
    await owner.close();
  }
}

const createBookkeeping = `
  CREATE SCHEMA IF NOT EXISTS tillwatch;
  CREATE TABLE IF NOT EXISTS tillwatch.migrations (
    id text COLLATE "C" PRIMARY KEY,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
  );`;

/** One transaction, under the lock: what is applied is read again, because somebody else may have gone further. */
function applyNext(owner: Database, migrations: readonly Migration[], log: Log): Promise<boolean> {
  return exclusively(owner, async (tx) => {
    const applied = await tx.query<Applied>('SELECT id, sha256 FROM tillwatch.migrations ORDER BY id');
    refuseOtherHistory(applied, migrations);
    const next = migrations[applied.length];
    if (!next) return false;
    await tx.query(next.sql);
    await tx.query('INSERT INTO tillwatch.migrations (id, sha256) VALUES ($1, $2)', [next.id, sha256Hex(next.sql)]);
    log.info({ migration: next.id }, 'schema step applied');
    return true;
  });
}

/** What was applied must be the beginning of what we know, text for text. */
function refuseOtherHistory(applied: readonly Applied[], migrations: readonly Migration[]): void {
  applied.forEach(({ id, sha256 }, i) => {
    const known = migrations[i];
    if (known?.id !== id) throw new StartupError('schema-unknown', { id });
    if (sha256Hex(known.sql) !== sha256) throw new StartupError('schema-step-edited', { id });
  });
}

function exclusively<T>(owner: Database, work: (tx: Queryable) => Promise<T>): Promise<T> {
  return owner.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK_KEY]);
    return work(tx);
  });
}

async function checkServer(owner: Database): Promise<void> {
  const [server] = await owner.query<{ version: number; encoding: string }>(
    `SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('server_encoding') AS encoding`,
  );
  if (!server) return;
  if (server.version < OLDEST_SERVER) {
    throw new StartupError('server-too-old', { found: server.version, expected: OLDEST_SERVER });
  }
  if (server.encoding !== 'UTF8') throw new StartupError('encoding-not-utf8', { found: server.encoding });
}

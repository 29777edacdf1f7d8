import type { Log } from '@tillwatch/kernel';
import { type Database, type Migration, type Queryable, tenantWall } from '@tillwatch/postgres';
import { checkpointSchema, readCheckpoint } from './checkpoint.js';
import { logTable, type LogSource } from './log-source.js';
import { parkedSchema } from './parked-events.js';
import { rebuild } from './rebuild.js';
import type { ReadModel } from './read-model.js';

/** Run by the owner after the event log's: where the application keeps its read models, and where it rebuilds them. */
export const readModelMigrations: Migration[] = [
  {
    id: '0010-read-model-schemas',
    sql: `
      CREATE SCHEMA read_models;
      CREATE SCHEMA rebuild;
      GRANT USAGE, CREATE ON SCHEMA read_models, rebuild TO tillwatch_app;`,
  },
];

const bookkeeping = `
  ${checkpointSchema}
  ${parkedSchema}
  CREATE TABLE IF NOT EXISTS read_models.installed (name text COLLATE "C" PRIMARY KEY, version integer NOT NULL);`;

/**
 * Makes the tables of read models that are new, and rebuilds those whose version is not ours. Call it before the
 * projector starts; on a log that holds events already it takes as long as reading them.
 */
export async function installReadModels(
  database: Database,
  readModels: readonly ReadModel[],
  log: Log,
  source: LogSource = logTable(database),
): Promise<void> {
  const stale = await database.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [installLock]);
    await tx.query('SET LOCAL client_min_messages = warning');
    const [{ isNew } = { isNew: true }] = await tx.query<{ isNew: boolean }>(
      `SELECT to_regclass('read_models.parked_events') IS NULL AS "isNew"`,
    );
    await tx.query(`${bookkeeping} ${isNew ? tenantWall('read_models.parked_events') : ''}`);
    const rows = await tx.query<{ name: string; version: number }>('SELECT name, version FROM read_models.installed');
    const installed = new Map(rows.map(({ name, version }) => [name, version]));
    const { position } = await readCheckpoint(tx, true);
    if (position === 0) {
      for (const model of readModels) if (!installed.has(model.name)) await create(tx, model);
    }
    return readModels.filter(
      ({ name, version }) => (installed.get(name) ?? (position === 0 ? version : 0)) !== version,
    );
  });
  for (const model of stale) {
    const { events, seconds } = await rebuild(database, model, source);
    log.info({ readModel: model.name, version: model.version, events, seconds }, 'A read model was rebuilt.');
  }
}

/** `pg_advisory_xact_lock` key ("inst" in ASCII). */
const installLock = 0x696e7374;

async function create(tx: Queryable, { name, version, schema, tables }: Omit<ReadModel, 'open'>) {
  await tx.query('SET LOCAL search_path = read_models');
  await tx.query(`${schema} ${tables.map((table) => tenantWall(table.name)).join('')}`);
  await tx.query('INSERT INTO read_models.installed VALUES ($1, $2)', [name, version]);
}

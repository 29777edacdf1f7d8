import {
  types,
  type ClientBase,
  type ClientConfig,
  type CustomTypesConfig,
  type QueryResult,
  type QueryResultRow,
} from 'pg';
import { keepsConnection, statementFailure } from './errors.js';
import { TENANT_SETTING } from './tenant-wall.js';
import { defaultTimeouts, driverTimeouts, type Timeouts } from './timeouts.js';

export interface ConnectOptions {
  url: string;
  /** At most this many connections at once; further callers wait up to `connectMs`. Default 10. */
  maxConnections?: number;
  /** Shown in `pg_stat_activity`. */
  applicationName?: string;
  /** Schemas that names without one are looked up in, first match wins. */
  searchPath?: readonly string[];
  /** Whose rows are written: the walls (tenant-wall.ts) put it into each. Without it none can be. */
  tenant?: string;
  timeouts?: Partial<Timeouts>;
}

/** What every connection of ours is opened with, in the pool or alone. */
export function sessionConfig(options: ConnectOptions): ClientConfig {
  return {
    connectionString: options.url,
    application_name: options.applicationName ?? 'tillwatch',
    keepAlive: true,
    pipeline: true, // what a transaction sends without awaiting is on its way while we prepare the next
    types: ourTypes,
    ...settingsOf(options),
    ...driverTimeouts({ ...defaultTimeouts, ...options.timeouts }),
  };
}

/** Needs no quotes within quotes, wherever it stands. */
const tenantForm = /^[A-Za-z0-9_.-]{0,64}$/;

/** Whose rows the present transaction reads; '' for nobody's. Throws for what no tenant is called. */
export function setTenant(tenant: string): string {
  return `SET LOCAL ${TENANT_SETTING} = '${checked(tenant)}'`;
}

function checked(tenant: string): string {
  if (!tenantForm.test(tenant)) throw new RangeError('A tenant has at most 64 letters, digits, dots and dashes.');
  return tenant;
}

function settingsOf({ searchPath, tenant }: ConnectOptions): { options?: string } {
  const settings = [
    ...(searchPath ? [`-c search_path=${searchPath.join(',')}`] : []),
    ...(tenant === undefined ? [] : [`-c ${TENANT_SETTING}=${checked(tenant)}`]),
  ];
  return settings.length > 0 ? { options: settings.join(' ') } : {};
}

const broken = new WeakSet<ClientBase>();

/** True once a connection was lost or left in the middle of an answer: it must not go back to the pool. */
export function isBroken(client: ClientBase): boolean {
  return broken.has(client);
}

/** Runs one statement and translates its failure; `mayHaveCommitted` as in errors.ts. */
export async function runStatement<Row extends QueryResultRow>(
  client: ClientBase,
  mayHaveCommitted: boolean,
  text: string,
  values: readonly unknown[] = [],
  name?: string,
): Promise<QueryResult<Row>> {
  try {
    return await client.query<Row>({ text, values: [...values], ...(name !== undefined && { name }) });
  } catch (error) {
    if (!keepsConnection(error as Error)) broken.add(client);
    throw statementFailure(error as Error, mayHaveCommitted);
  }
}

const INT8_OID = 20;

/** bigint arrives as a number, which is exact up to 2^53 - 1; beyond that the query fails rather than round. */
const ourTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8_OID && format !== 'binary'
      ? safeInteger
      : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('A bigint from the database is too large for a number.');
  return value;
}

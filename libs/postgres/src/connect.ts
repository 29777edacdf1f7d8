import { Pool, type PoolClient } from 'pg';
import type { Database, Queryable } from './database.js';
import { connectFailure } from './errors.js';
import { listen } from './listen.js';
import { readPages } from './pages.js';
import { isBroken, runStatement, sessionConfig, setTenant, type ConnectOptions } from './session.js';
import { runAlone, runTransaction } from './transaction.js';

const DEFAULT_MAX_CONNECTIONS = 10;
const IDLE_CONNECTION_MS = 30_000;
/** A hung server does not hold up our shutdown for longer. */
const CLOSE_MS = 5_000;

/** Opens nothing yet: the first query connects. Every connection has the timeouts of timeouts.ts. */
export function connect(options: ConnectOptions): Database {
  return new PooledDatabase(options);
}

/**
 * For reading alone, each time what is `tenantOf`'s at that moment: the tenant is set for the one transaction, so a connection
 * of the pool remembers nobody, and '' reads no rows. Reads of what is behind a wall (tenant-wall.ts) need a role behind it.
 */
export function connectReader(options: ConnectOptions, tenantOf: () => string): Database {
  return new TenantReader(options, tenantOf);
}

class PooledDatabase implements Database {
  private readonly pool: Pool;
  private readonly stops = new Set<() => Promise<void>>();
  private closed?: Promise<void>;

  constructor(private readonly options: ConnectOptions) {
    this.pool = new Pool({
      ...sessionConfig(options),
      max: options.maxConnections ?? DEFAULT_MAX_CONNECTIONS,
      idleTimeoutMillis: IDLE_CONNECTION_MS,
    });
    // A connection that dies tells its client and its pool; unheard, either would end the process.
    // The statement it carried fails on its own, so there is nothing to do here.
    this.pool.on('error', () => {});
    this.pool.on('connect', (client) => client.on('error', () => {}));
  }

  query<Row>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]> {
    return this.withClient(async (client) => (await runStatement<Row & object>(client, true, text, values, name)).rows);
  }

  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    return this.withClient((client) => runTransaction(client, work));
  }

  pages<Row>(text: string, values: readonly unknown[], pageSize: number): AsyncIterable<Row[]> {
    return this.pagesAfter('', text, values, pageSize);
  }

  protected async *pagesAfter<Row>(
    first: string,
    text: string,
    values: readonly unknown[],
    pageSize: number,
  ): AsyncIterable<Row[]> {
    const client = await this.checkOut();
    try {
      yield* readPages<Row>(client, text, values, pageSize, first);
    } finally {
      client.release(isBroken(client));
    }
  }

  async listen(channel: string, onMessage: (payload: string) => void, onGap: () => void): Promise<() => Promise<void>> {
    const stopListening = await listen(this.options, channel, onMessage, onGap);
    const stop = async () => {
      this.stops.delete(stop);
      await stopListening();
    };
    this.stops.add(stop);
    return stop;
  }

  close(): Promise<void> {
    this.closed ??= Promise.race([
      Promise.all([...this.stops].map((stop) => stop())).then(() => this.pool.end()),
      new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS).unref()),
    ]);
    return this.closed;
  }

  protected async withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.checkOut();
    try {
      return await work(client);
    } finally {
      client.release(isBroken(client));
    }
  }

  private async checkOut(): Promise<PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      throw connectFailure(error as Error);
    }
  }
}

class TenantReader extends PooledDatabase {
  constructor(
    options: ConnectOptions,
    private readonly tenantOf: () => string,
  ) {
    super(options);
  }

  override query<Row>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]> {
    const begin = this.begin();
    return this.withClient((client) => runAlone<Row>(client, begin, text, values, name));
  }

  override transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    const begin = this.begin();
    return this.withClient((client) => runTransaction(client, work, begin));
  }

  /** Of the tenant at the call, whoever fetches the pages later. */
  override pages<Row>(text: string, values: readonly unknown[], pageSize: number): AsyncIterable<Row[]> {
    return this.pagesAfter(setTenant(this.tenantOf()), text, values, pageSize);
  }

  private begin(): string {
    return `BEGIN READ ONLY; ${setTenant(this.tenantOf())}`;
  }
}

/** What the rest of the house may know of PostgreSQL: SQL text in, rows out. */
export interface Queryable {
  /** `name` makes it a prepared statement of the connection. Throws `DatabaseError` (see errors.ts) on failure. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]>;
}

export interface Database extends Queryable {
  /** BEGIN (read committed), `work`, COMMIT; any throw rolls back and is rethrown. One connection for all of it. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Rows in pages of at most `pageSize` from one server-side cursor inside one repeatable-read transaction. */
  pages<Row>(text: string, values: readonly unknown[], pageSize: number): AsyncIterable<Row[]>;
  /** LISTEN on its own connection, which reconnects by itself; `onGap` runs after each reconnect. Returns how to stop. */
  listen(channel: string, onMessage: (payload: string) => void, onGap: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** One step of the schema. Its SHA-256 is stored and compared on every start: a step that ran may never be edited. */
export interface Migration {
  /** `0001-event-log`: ordered by it. */
  id: string;
  sql: string;
}

import type { LogEvent } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';

/** A log event with its time corrected by what was known of the terminal's clock when it reached the log. */
export interface ProjectedEvent extends LogEvent {
  /** Corrected event time, ms since 1970. */
  at: number;
  /** `recordedtime`, ms since 1970. */
  recordedAt: number;
}

/** Which rows a batch changed, for the live stream; ids only. */
export interface Change {
  kind: 'alert' | 'operator' | 'terminal' | 'counter';
  id: string;
}

/**
 * The folding side of a read model, used by one projector (or one rebuild) at a time. It may cache rows it has written.
 * After a failed transaction it is thrown away and opened again.
 */
export interface Projection {
  /** Folds events in log order and writes the changed rows through `tx`, whose search_path names the schema. */
  project(tx: Queryable, events: readonly ProjectedEvent[]): Promise<Change[]>;
}

/**
 * One read model = one file = one line in read-models.ts. Rows are a function of the log alone: no wall clock, no
 * randomness, no serial ids; text keys are COLLATE "C". Bump `version` when rows change: the projector rebuilds.
 */
export interface ReadModel {
  name: string;
  version: number;
  /** Table names and their primary key columns, in the order the digest reads them. */
  tables: readonly { name: string; key: readonly string[] }[];
  /** CREATE TABLE and CREATE INDEX statements with unqualified names. */
  schema: string;
  open(): Projection;
}

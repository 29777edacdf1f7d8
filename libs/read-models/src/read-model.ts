import type { LogEvent } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import type { OperatorFact } from './operator-facts.js';

/** Where an event stands among its terminal's events, compared first by epoch: never by a clock. */
export type Place = readonly [epoch: number, sequence: number];

/**
 * A log event with its time corrected by what was known of the terminal's clock when it reached the log, and its operator
 * id in Unicode normalization form C.
 */
export interface ProjectedEvent extends LogEvent {
  /** Corrected event time, ms since 1970. */
  at: number;
  /** What the sender's clock said, ms since 1970. */
  claimedAt: number;
  /** `recordedtime`, ms since 1970. */
  recordedAt: number;
  /** Of events in a terminal's stream. */
  terminalId: string | undefined;
  /** Of the platform's own events about an operator: how they stand among the operator's. */
  about?: OperatorFact;
  /** Its place in the terminal's journal; events sent without one stand in epoch 0 at their claimed time. */
  place: Place;
}

/** A heartbeat came late: events of the terminal from one place up to (not including) another have another offset. */
export interface ClockRevision {
  terminalId: string;
  from: Place;
  /** Absent: to the end. */
  to?: Place;
  /** Corrected time = claimed time minus this, ms. */
  offsetMs: number;
  /** Log position of the heartbeat: events that reached the log later were corrected with it in mind. */
  position: number;
}

export interface ProjectedBatch {
  /** In log order. */
  events: readonly ProjectedEvent[];
  /** In the order they were learnt; to be applied after the events. */
  revisions: readonly ClockRevision[];
}

/**
 * Which rows a batch changed, for the live stream; ids only. `lists`: rows that nothing happened to look different now (an
 * alert is silenced, say), so whoever shows any must read them again; for what people do, not for what terminals send.
 */
export interface Change {
  kind: 'alert' | 'operator' | 'terminal' | 'counter' | 'lists';
  id: string;
}

/**
 * The folding side of a read model, used by one projector (or one rebuild) at a time. It may cache rows it has written.
 * After a failed transaction it is thrown away and opened again.
 */
export interface Projection {
  /** Folds a batch; reads rows it does not hold through `tx`. How the log is cut into batches MUST NOT matter. */
  fold(tx: Queryable, batch: ProjectedBatch): Promise<readonly Change[]>;
  /** Writes what was folded since the last write: after every batch when live, seldom in a rebuild. */
  write(tx: Queryable): Promise<void>;
  /** Rows that wait for `write`. */
  readonly pending: number;
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
  /** `schema`: where the tables are. `empty`: they hold nothing yet, so nothing needs loading. */
  open(schema: string, empty: boolean): Projection;
}

import type { Queryable } from '@tillwatch/postgres';
import type { AlertState } from './alerts.js';
import type { Deadline, DueRow, Ended, Moment } from './deadline.js';

/** A due row with how far the data of its terminal is complete. */
export type WatchedRow = DueRow & { complete_until: number | null };

/** What is due and wanted of it; those that are due last come first, so that old rows nobody may be told of starve nobody. */
async function readDue(
  db: Queryable,
  deadline: Deadline,
  at: Moment,
  wanted: { where: string; values?: readonly unknown[]; limit: number },
): Promise<WatchedRow[]> {
  const { text, values } = deadline.unmet(at);
  const given = [...values, ...(wanted.values ?? [])];
  const where = wanted.where.replaceAll('?', () => `$${values.length + 1}`);
  return db.query<WatchedRow>(
    `SELECT due.*, watched.complete_until
     FROM (${text}) AS due LEFT JOIN read_models.terminal_state AS watched ON watched.id = due.terminal_id
     WHERE ${where} ORDER BY due.due_at DESC, due.key, due.anchor LIMIT ${wanted.limit}`,
    given,
  );
}

const isToldBy = (table: string): string => `EXISTS (
  SELECT FROM read_models.${table} AS told WHERE told.key = due.key AND told.rule = ?
    AND told.document->>'anchor' = due.anchor AND (told.document->>'count')::integer >= due.count)`;

/** Overdue, its data complete, and told neither as an alert nor in shadow. */
export function untoldRows(db: Queryable, deadline: Deadline, at: Moment, limit: number): Promise<WatchedRow[]> {
  const isComplete = deadline.basis === 'clock' ? 'true' : 'watched.complete_until >= due.due_at';
  const where = `${isComplete} AND NOT ${isToldBy('alerts')} AND NOT ${isToldBy('shadow_findings')}`;
  return readDue(db, deadline, at, { where, values: [deadline.id], limit });
}

/** Everything due by `untilMs`, told or not. */
export function dueRows(db: Queryable, deadline: Deadline, at: Moment, limit: number): Promise<WatchedRow[]> {
  return readDue(db, deadline, at, { where: 'true', limit });
}

/** Those of one operator or terminal. */
export function dueRowsOf(db: Queryable, deadline: Deadline, at: Moment, key: string): Promise<WatchedRow[]> {
  return readDue(db, deadline, at, { where: 'due.key = ?', values: [key], limit: 100 });
}

/** An alert of a deadline, with what ended that. */
export interface EndedRow extends Ended {
  document: AlertState;
}

/** After so long, by event time, a cleared alert is no longer compared with what arrives late. */
const reviewedMs = 3 * 86_400_000;

/** Alerts of a deadline that something ended, and of which that is not told yet. */
export async function endedRows(
  db: Queryable,
  { id, ended }: Deadline,
  nowMs: number,
  limit: number,
): Promise<EndedRow[]> {
  return db.query<EndedRow>(
    `SELECT told.document, ended.at, ended.by
     FROM (
       SELECT id, operator_id, terminal_id, first_at AS started_at, last_at AS due_at, cleared_at, document,
         document->'evidence'->>0 AS evidence
       FROM read_models.alerts
       WHERE rule = $1 AND status <> 'superseded' AND (cleared_at IS NULL OR cleared_at > $2::bigint)
     ) AS told CROSS JOIN LATERAL (${ended}) AS ended
     WHERE told.cleared_at IS NULL OR ended.at <= told.due_at
     ORDER BY told.due_at DESC, told.id LIMIT ${limit}`,
    [id, nowMs - reviewedMs],
  );
}

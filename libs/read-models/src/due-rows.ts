import { stageOf, type RuleLife } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import type { AlertState } from './alerts.js';
import type { Deadline, DueRow, Ended, Moment } from './deadline.js';
import type { ShadowState } from './shadow-findings.js';

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

/** What is told of a deadline, with what ended that. */
export interface EndedRow<State> extends Ended {
  document: State;
}

/** After so long, by event time, a cleared alert is no longer compared with what arrives late. */
const reviewedMs = 3 * 86_400_000;

/** Alerts of a deadline that something ended, and of which that is not told yet. */
export function endedAlerts(db: Queryable, deadline: Deadline, nowMs: number, limit: number) {
  const alerts = `
    SELECT id, operator_id, terminal_id, first_at AS started_at, last_at AS due_at, cleared_at, document
    FROM read_models.alerts WHERE rule = $1 AND status <> 'superseded'`;
  return endedOf<AlertState>(db, deadline, { told: alerts, nowMs, limit });
}

/** The same of what it recorded in shadow. */
export function endedShadows(db: Queryable, deadline: Deadline, nowMs: number, limit: number) {
  const shadows = `
    SELECT id, document->>'operatorId' AS operator_id, document->>'terminalId' AS terminal_id,
      ${millis('firstAt')} AS started_at, last_at AS due_at, ${millis('clearedAt')} AS cleared_at, document
    FROM read_models.shadow_findings WHERE rule = $1 AND NOT (document->>'superseded')::boolean`;
  return endedOf<ShadowState>(db, deadline, { told: shadows, nowMs, limit });
}

const millis = (member: string) => `(extract(epoch FROM (document->>'${member}')::timestamptz) * 1000)::bigint`;

async function endedOf<State>(
  db: Queryable,
  { id, ended }: Deadline,
  { told, nowMs, limit }: { told: string; nowMs: number; limit: number },
): Promise<EndedRow<State>[]> {
  return db.query<EndedRow<State>>(
    `SELECT told.document, ended.at, ended.by
     FROM (SELECT *, document->'evidence'->>0 AS evidence FROM (${told}) AS every) AS told
     CROSS JOIN LATERAL (${ended}) AS ended
     WHERE (told.cleared_at IS NULL OR told.cleared_at > $2::bigint AND ended.at <= told.due_at)
     ORDER BY told.due_at DESC, told.id LIMIT ${limit}`,
    [id, nowMs - reviewedMs],
  );
}

/** What a deadline recorded in shadow in stores where it is in shadow no more. */
export async function leftShadows(
  db: Queryable,
  { id, version }: Deadline,
  life: RuleLife | undefined,
  limit: number,
): Promise<ShadowState[]> {
  const isShadow = (store?: string) => stageOf(life, version, store, Infinity).stage === 'shadow';
  const stores = [...new Set(life?.changes.flatMap(({ stores = [] }) => stores))];
  const exceptions = stores.filter((store) => isShadow(store) !== isShadow());
  const rows = await db.query<{ document: ShadowState }>(
    `SELECT document FROM read_models.shadow_findings
     WHERE rule = $1 AND NOT (document->>'superseded')::boolean AND document->>'clearedAt' IS NULL
       AND coalesce(document->>'storeId' = ANY($2), false) = $3
     ORDER BY last_at DESC, id LIMIT ${limit}`,
    [id, exceptions, isShadow()],
  );
  return rows.map(({ document }) => document);
}

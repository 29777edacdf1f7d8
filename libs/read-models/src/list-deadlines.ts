import type { DeadlineListView, DeadlineView } from '@tillwatch/api';
import type { Queryable } from '@tillwatch/postgres';
import type { Deadline, Moment } from './deadline.js';
import { storeMoments } from './deadline-moment.js';
import { deadlines } from './deadlines.js';
import { dueRows, type WatchedRow } from './due-rows.js';
import { raiseOf } from './judge-deadlines.js';
import { instant } from './paging.js';

export interface DeadlineQuery {
  nowMs: number;
  rule?: string;
  state?: DeadlineView['state'];
  /** Of each rule, 1 to `maxListed`; default that. */
  limit?: number;
}

/** Rows of one deadline in an answer. */
export const maxListed = 500;

/** What is overdue, pending data or due soon, of every deadline; the one that is due last first. */
export async function listDeadlines(db: Queryable, query: DeadlineQuery): Promise<DeadlineListView> {
  const { nowMs, rule, state, limit = maxListed } = query;
  const wanted = deadlines.filter(({ id, noticeMs }) => noticeMs !== undefined && (rule === undefined || id === rule));
  const furthestMs = nowMs + Math.max(0, ...wanted.map(({ noticeMs = 0 }) => noticeMs));
  const stores = await storeMoments(db, nowMs, furthestMs);
  const items: DeadlineView[] = [];
  let more = false;
  for (const deadline of wanted) {
    const at: Moment = { nowMs, untilMs: nowMs + deadline.noticeMs!, listeningSinceMs: 0, stores };
    const rows = await dueRows(db, deadline, at, limit + 1);
    more ||= rows.length > limit;
    items.push(...rows.slice(0, limit).map((row) => viewOf(deadline, row, nowMs)));
  }
  const chosen = items.filter((item) => state === undefined || item.state === state);
  chosen.sort((a, b) => Date.parse(b.dueAt) - Date.parse(a.dueAt));
  return { asOf: instant(nowMs), items: await withAlerts(db, chosen), more };
}

function viewOf(deadline: Deadline, row: WatchedRow, nowMs: number): DeadlineView {
  const { id: rule, title, basis } = deadline;
  const { alertId, operatorId, terminalId, storeId } = raiseOf(deadline, row, nowMs);
  const isWatched = basis === 'watermark' && row.complete_until !== null;
  return {
    ...{ rule, title, severity: row.severity, state: dueStateOf(basis, row, nowMs), key: row.key, alertId },
    ...(operatorId !== undefined && { operatorId }),
    ...(terminalId !== undefined && { terminalId }),
    ...(storeId !== undefined && { storeId }),
    ...{ startedAt: instant(row.started_at), dueAt: instant(row.due_at), details: row.details },
    ...(isWatched && { dataCompleteUntil: instant(row.complete_until!) }),
  };
}

/** Where a row stands at an instant. */
export function dueStateOf(basis: Deadline['basis'], row: WatchedRow, nowMs: number): DeadlineView['state'] {
  if (row.due_at > nowMs) return 'due-soon';
  const isComplete = basis === 'clock' || (row.complete_until !== null && row.complete_until >= row.due_at);
  return isComplete ? 'overdue' : 'pending-data';
}

/** Leaves only the ids of alerts that were raised. */
async function withAlerts(db: Queryable, items: readonly DeadlineView[]): Promise<DeadlineView[]> {
  const ids = items.map(({ alertId }) => alertId);
  const text = 'SELECT id FROM read_models.alerts WHERE id = ANY($1)';
  const raised = new Set((await db.query<{ id: string }>(text, [ids])).map(({ id }) => id));
  return items.map(({ alertId, ...item }) => (raised.has(alertId!) ? { ...item, alertId: alertId! } : item));
}

import type { RuleExplanation, Said } from '@tillwatch/api';
import type { Key } from '@tillwatch/detection';
import type { Database } from '@tillwatch/postgres';
import { alertsOfRule } from './alerts.js';
import type { Deadline, Moment } from './deadline.js';
import { storeMoments } from './deadline-moment.js';
import { dueRowsOf, type WatchedRow } from './due-rows.js';
import { alertLine, heldBy } from './explain-key.js';
import type { Span } from './key-events.js';
import { dueStateOf } from './list-deadlines.js';
import { instant } from './paging.js';

type Due = NonNullable<RuleExplanation['due']>[number];

/**
 * Why a deadline was told, or was not, about one operator or terminal between two times. What is not done is read as it is now,
 * as deadlines are judged; what is due later than `to` is left out.
 */
export async function explainDeadline(
  database: Database,
  deadline: Deadline,
  key: Key,
  { from, to, nowMs }: Span & { nowMs: number },
): Promise<RuleExplanation> {
  const name = `${key.groupBy}:${key.value}`;
  const stores = await storeMoments(database, nowMs, Math.max(nowMs, to));
  const at: Moment = { nowMs, untilMs: to, listeningSinceMs: 0, stores };
  const rows = (await dueRowsOf(database, deadline, at, name)).filter((row) => row.due_at < to);
  const told = (await alertsOfRule(database, deadline.id, [name])).filter(
    ({ firstAt, lastAt }) => Date.parse(lastAt) >= from && Date.parse(firstAt) < to,
  );
  const due = rows.map((row) => dueOf(deadline, row, nowMs));
  const ofStores = [...new Set(rows.map(({ store_id }) => store_id ?? undefined))];
  return {
    ...{ rule: deadline.id, version: deadline.version, key: name, from: instant(from), to: instant(to) },
    firesWhen: deadline.due,
    ...{ steps: [], truncated: false, seen: [], unseen: [] },
    alerts: told.map(alertLine),
    due,
    pending: pendingOf(due, rows),
    held: await heldBy(database, deadline, { name, stores: ofStores, from, to }),
    answer: answerOf(deadline, due, told.length),
  };
}

function dueOf(deadline: Deadline, row: WatchedRow, nowMs: number): Due {
  const state = dueStateOf(deadline.basis, row, nowMs);
  return { state, startedAt: instant(row.started_at), dueAt: instant(row.due_at), details: row.details };
}

function pendingOf(due: readonly Due[], rows: readonly WatchedRow[]): RuleExplanation['pending'] {
  return rows.flatMap(({ terminal_id, complete_until }, index) =>
    due[index]!.state === 'pending-data' && terminal_id !== null && complete_until !== null
      ? [{ terminalId: terminal_id, dataCompleteUntil: instant(complete_until) }]
      : [],
  );
}

function answerOf({ due: when }: Deadline, due: readonly Due[], told: number): Said {
  if (told > 0) return { en: `It fired ${told === 1 ? 'once' : `${told} times`}.`, zh: `触发 ${told} 次。` };
  const en = `It did not fire. It is due: ${when.en}.`;
  const zh = `未触发。期限：${when.zh}。`;
  if (due.some(({ state }) => state === 'pending-data'))
    return {
      en: `${en} Pending data: its terminal has not told everything yet.`,
      zh: `${zh}数据待补：相关终端尚未上报完整。`,
    };
  const [next] = due;
  if (!next) return { en: `${en} Nothing of it is undone.`, zh: `${zh}目前没有未完成的事项。` };
  return next.state === 'overdue'
    ? { en: `${en} It is overdue now, since ${next.dueAt}.`, zh: `${zh}现已逾期，到期时间 ${next.dueAt}。` }
    : { en: `${en} It is not due before ${next.dueAt}.`, zh: `${zh}${next.dueAt} 之前未到期。` };
}

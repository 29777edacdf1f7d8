import type { Queryable } from '@tillwatch/postgres';
import { settleRound, takeRound, type Placement, type StreamGroup, type WaitingAppend } from './append-round.js';
import { checkAppend, checkEventCount, SEPARATOR } from './check-append.js';
import type { StreamAppend, StreamResult } from './event-store.js';

const APPEND = 'SELECT head, actual_revisions FROM tillwatch.append_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)';

/** One call of `tillwatch.append_events`: a transaction of its own, or part of the one `db` is in. */
export async function callAppendEvents(db: Queryable, groups: readonly StreamGroup[]): Promise<Placement> {
  const rows = await db.query<{ head: number; actual_revisions: number[] }>(APPEND, columns(groups), 'append-events');
  const row = rows[0]!;
  return { head: row.head, actualRevisions: row.actual_revisions };
}

function columns(groups: readonly StreamGroup[]): string[] {
  const slots: number[] = [];
  const revisions: number[] = [];
  for (const [i, { expectedRevision, events }] of groups.entries()) {
    for (let n = 1; n <= events.length; n++) {
      slots.push(i + 1);
      revisions.push(expectedRevision + n);
    }
  }
  const events = groups.flatMap((group) => group.events);
  return [
    groups.map((group) => group.stream),
    groups.map((group) => group.expectedRevision),
    groups.map((group) => group.events.length),
    slots,
    revisions,
    events.map((event) => event.id),
    events.map((event) => event.identity),
    events.map((event) => event.type),
    events.map((event) => event.header),
    events.map((event) => event.data),
  ].map((column) => column.join(SEPARATOR));
}

const NO_LIMITS = { maxEvents: Infinity, maxLength: Infinity };

/**
 * Appends inside a transaction that is already open, and is durable when that commits. Holds the lock on the log's head
 * until then: do it last, and keep the rest short. Results in input order, as of `EventStore.append`; appends to one
 * stream are judged one after the other.
 */
export async function appendWithin(tx: Queryable, appends: readonly StreamAppend[]): Promise<StreamResult[]> {
  checkEventCount(appends);
  const results = new Array<StreamResult>(appends.length);
  let waiting: WaitingAppend[] = appends.map((append, i) => ({
    append,
    length: checkAppend(append),
    settle: (result) => (results[i] = result),
    fail: () => {},
  }));
  while (waiting.length > 0) {
    const { groups, left } = takeRound(waiting, NO_LIMITS);
    waiting = [...settleRound(groups, await callAppendEvents(tx, groups)), ...left];
  }
  return results;
}

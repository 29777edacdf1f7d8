import { openAt, openHours } from '@tillwatch/domain';
import type { EventStore } from '@tillwatch/event-store';
import { decodeEvent } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { readCheckpoint } from './checkpoint.js';
import type { StoreMoment } from './deadline.js';
import { dayMs } from './deadline-sql.js';
import { allStoreCalendars } from './store-calendars.js';

/** Longer than any session may stay open. */
const closingsBackMs = 2 * dayMs;

/** What the opening hours of every store say of an instant, and of the time up to another. */
export async function storeMoments(db: Queryable, nowMs: number, untilMs: number): Promise<StoreMoment[]> {
  return (await allStoreCalendars(db)).map((calendar) => {
    const open = openAt(calendar, nowMs);
    const closings = openHours(calendar, nowMs - closingsBackMs, Math.max(nowMs, untilMs)).map(([, closed]) => closed);
    return { id: calendar.store, ...(open && { open }), closings: closings.sort((a, b) => a - b) };
  });
}

/**
 * The instant up to which the read models know everything: our clock while they keep up, otherwise when the first event
 * was recorded that they have not taken in. Judged at it, a projector that is behind makes deadlines late and never wrong.
 */
export async function knownUntil(
  db: Queryable,
  store: Pick<EventStore, 'head' | 'readAll'>,
  nowMs: number,
): Promise<number> {
  const { position } = await readCheckpoint(db, false);
  if (position >= (await store.head())) return nowMs;
  const [next] = await store.readAll(position, 1);
  return next ? Math.min(nowMs, Date.parse(decodeEvent(next).header.recordedtime)) : nowMs;
}

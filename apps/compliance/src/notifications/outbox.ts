import { type EventStore, NO_STREAM, type NewEvent } from '@tillwatch/event-store';
import type { Queryable } from '@tillwatch/postgres';

/** An event that follows from rows of ours: written with them, appended to the log after. */
export interface OutboxEvent extends NewEvent {
  stream: string;
}

const batch = 100;
const appendTries = 5;

/** In the transaction of the rows it follows from. The same event twice is one. */
export async function enqueue(tx: Queryable, { stream, id, type, identity, header, data }: OutboxEvent): Promise<void> {
  await tx.query(
    `INSERT INTO tillwatch.notification_outbox (id, stream, type, identity, header, data)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
    [id, stream, type, identity, header, data],
  );
}

/**
 * Appends what waits, oldest first, and forgets it. Safe beside another instance that does the same: an event is found in its
 * stream and not appended twice. Returns how many were appended or found.
 */
export async function drainOutbox(database: Queryable, store: EventStore): Promise<number> {
  let done = 0;
  for (;;) {
    const waiting = await database.query<OutboxEvent>(
      `SELECT id, stream, type, identity, header, data FROM tillwatch.notification_outbox ORDER BY place LIMIT ${batch}`,
    );
    for (const { stream, ...event } of waiting) {
      await appendOnce(store, stream, event);
      await database.query('DELETE FROM tillwatch.notification_outbox WHERE id = $1', [event.id]);
    }
    done += waiting.length;
    if (waiting.length < batch) return done;
  }
}

async function appendOnce(store: EventStore, stream: string, event: NewEvent): Promise<void> {
  for (let attempt = 0; attempt < appendTries; attempt++) {
    if ((await store.find(stream, [event.identity])).length > 0) return;
    const [last] = await store.readStream(stream, { backwards: true, limit: 1 });
    const [result] = await store.append([{ stream, expectedRevision: last?.revision ?? NO_STREAM, events: [event] }]);
    if (result!.ok) return;
  }
  throw new Error(`Somebody else keeps appending to ${stream}.`);
}

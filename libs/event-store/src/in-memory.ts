import { setImmediate } from 'node:timers/promises';
import { checkAppend, checkEventCount, checkLimit } from './check-append.js';
import {
  TERMINAL_STREAM,
  type EventStore,
  type StoredEvent,
  type StreamAppend,
  type StreamResult,
} from './event-store.js';
import { Doorbell, follow } from './subscription.js';

/** For tests: the contract of `EventStore` without durability. */
export function inMemoryEventStore(): EventStore {
  const log: StoredEvent[] = [];
  const streams = new Map<string, StoredEvent[]>();
  const doorbell = new Doorbell();

  function appendOne({ stream, expectedRevision, events }: StreamAppend): StreamResult {
    const known = streams.get(stream) ?? [];
    const actualRevision = known.length - 1;
    if (actualRevision !== expectedRevision) return { ok: false, reason: 'wrong-revision', actualRevision };
    const identities = new Set(known.map((event) => event.identity));
    for (const { identity } of events) {
      if (identities.has(identity)) throw new Error(`Stream ${stream} has the identity ${identity} already.`);
      identities.add(identity);
    }
    const stored = events.map((event, i) => ({
      ...event,
      position: log.length + 1 + i,
      stream,
      revision: known.length + i,
    }));
    log.push(...stored);
    streams.set(stream, [...known, ...stored]);
    return { ok: true, revision: actualRevision + events.length, positions: stored.map((event) => event.position) };
  }

  // Reading takes a turn of the event loop, as it does everywhere else.
  const readAll = async (after: number, limit: number): Promise<StoredEvent[]> => {
    await setImmediate();
    return log.slice(after, after + checkLimit(limit));
  };

  const readPlatform = async (after: number, limit: number): Promise<StoredEvent[]> =>
    log
      .slice(after)
      .filter(({ stream }) => !stream.startsWith(TERMINAL_STREAM))
      .slice(0, limit);

  return {
    readAll,
    async append(appends) {
      checkEventCount(appends);
      for (const append of appends) checkAppend(append);
      const results = appends.map(appendOne);
      doorbell.ring();
      return results;
    },
    async readStream(stream, { backwards = false, from = backwards ? Infinity : 0, limit = 1_000 } = {}) {
      checkLimit(limit);
      const events = streams.get(stream) ?? [];
      if (!backwards) return events.slice(Math.max(from, 0), Math.max(from, 0) + limit);
      return events
        .filter((event) => event.revision <= from)
        .reverse()
        .slice(0, limit);
    },
    async find(stream, identities) {
      const wanted = new Set(identities);
      return (streams.get(stream) ?? []).filter((event) => wanted.has(event.identity));
    },
    head: async () => log.length,
    subscribe: (options) => follow(options.part ? readPlatform : readAll, doorbell, options),
  };
}

import { CodedError, problem } from '@tillwatch/kernel';
import { checkAppend, checkEventCount } from '../check-append.js';
import type { StreamAppend, StreamResult } from '../event-store.js';
import { checkForEventStoreDb } from './append-limits.js';
import { appendSurely } from './append-surely.js';
import { identityOfRecorded } from './event-identity.js';
import type { IndexWaits } from './index-waits.js';
import type { LogClient } from './log-client.js';
import type { LogIndex } from './log-index.js';

const MAX_WAITING_EVENTS = 20_000;
const RETRY_AFTER_S = 1;

/**
 * `EventStore.append`: what the index must know first, the append itself, then the positions the index gives it. Streams
 * go on side by side; appends to one stream, of whatever caller, one after the other.
 */
export class Appender {
  /** Of events that are being appended, by event id: a header need not tell the identity its event was given. */
  readonly identities = new Map<string, string>();
  /** Waiting or in flight. */
  private events = 0;
  /** The last append to a stream that is under way. */
  private readonly lanes = new Map<string, Promise<unknown>>();

  constructor(
    private readonly client: LogClient,
    private readonly index: LogIndex,
    private readonly waits: IndexWaits,
  ) {}

  /** Throws `CodedError` `unavailable` (retry after a second) when too much waits already: nothing of it is stored. */
  async append(appends: readonly StreamAppend[]): Promise<StreamResult[]> {
    const events = checkEventCount(appends);
    for (const append of appends) {
      checkAppend(append);
      checkForEventStoreDb(append);
    }
    if (this.events > 0 && this.events + events > MAX_WAITING_EVENTS) {
      throw new CodedError(problem('unavailable'), { retryAfter: RETRY_AFTER_S });
    }
    this.events += events;
    const results = appends.map((append) => this.inLane(append));
    // All, also when one fails: the caller is answered when nothing of it is under way any more.
    await Promise.allSettled(results);
    this.events -= events;
    return Promise.all(results);
  }

  private inLane(append: StreamAppend): Promise<StreamResult> {
    const { stream } = append;
    const before = this.lanes.get(stream) ?? Promise.resolve();
    const running = before.then(() => this.appendOne(append));
    const ended = running
      .catch(() => {})
      .then(() => {
        if (this.lanes.get(stream) === ended) this.lanes.delete(stream);
      });
    this.lanes.set(stream, ended);
    return running;
  }

  private async appendOne(append: StreamAppend): Promise<StreamResult> {
    const { stream, expectedRevision, events } = append;
    const actualRevision = await this.otherRevision(append);
    if (actualRevision !== undefined) return { ok: false, reason: 'wrong-revision', actualRevision };
    const last = expectedRevision + events.length;
    for (const { id, identity } of events) this.identities.set(id.toLowerCase(), identity);
    try {
      const answer = await appendSurely(this.client, append);
      if (!answer.ok) return { ok: false, reason: 'wrong-revision', actualRevision: answer.actualRevision };
      // A stream that was deleted in between goes on at its own number: its history cannot be read any more.
      if (answer.revision !== last) {
        throw new Error(`EventStoreDB stored events at revision ${answer.revision} of ${stream} instead of ${last}.`);
      }
      const rows = await this.waits.rows({ stream, first: expectedRevision + 1, last });
      return { ok: true, revision: last, positions: rows.map(({ position }) => position) };
    } finally {
      for (const { id } of events) this.identities.delete(id.toLowerCase());
    }
  }

  /**
   * Where the stream is when it is not at the expected revision (at least: the index may be behind). Otherwise the index
   * has come up to it; throws then when the stream has one of the identities.
   */
  private async otherRevision(append: StreamAppend): Promise<number | undefined> {
    const { stream, expectedRevision, events } = append;
    const identities = events.map(({ identity }) => identity);
    if (new Set(identities).size < identities.length) throw new Error(`The append to ${stream} has an identity twice.`);
    const question = { stream, identities };
    let place = await this.index.placeOf(question);
    if (place.last > expectedRevision) return place.last;
    if (place.last < expectedRevision) {
      const [end] = await this.client.readStream(stream, { backwards: true, count: 1 });
      const actualRevision = end?.revision ?? -1;
      if (actualRevision !== expectedRevision) return actualRevision;
      if (end && identityOfRecorded(end) === undefined) {
        throw new Error(`The stream ${stream} ends with an event that is not ours.`);
      }
      await this.waits.rows({ stream, first: expectedRevision, last: expectedRevision });
      place = await this.index.placeOf(question);
    }
    if (place.taken.length > 0) throw new Error(`Stream ${stream} has the identity ${place.taken[0]} already.`);
    return undefined;
  }
}

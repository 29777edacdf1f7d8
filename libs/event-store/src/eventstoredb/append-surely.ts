import { setTimeout as pause } from 'node:timers/promises';
import { CodedError, problem } from '@tillwatch/kernel';
import type { StreamAppend } from '../event-store.js';
import { type AppendAnswer, OutcomeUnknownError } from './append-channel.js';
import { StreamDeletedError } from './connection.js';
import type { LogClient } from './log-client.js';

const MAX_ATTEMPTS = 5;
/** No further attempt after this. */
const GIVE_UP_MS = 15_000;
const FIRST_RETRY_MS = 50;
const RETRY_AFTER_S = 1;

/**
 * Appends, and finds out what became of it where the server did not say: the stream is read where the events would be.
 * They are there: it is done. Others are there: refused. Nothing is there: the same append is tried again, which the
 * server takes for the same one (same ids, same place) should the first have arrived after all. Throws `CodedError`
 * `unavailable` when nobody could say in the end: the outcome is unknown.
 */
export async function appendSurely(
  client: Pick<LogClient, 'append' | 'readStream'>,
  append: StreamAppend,
): Promise<AppendAnswer> {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  let retryMs = FIRST_RETRY_MS;
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await client.append(append);
      // After a lost answer it may be ourselves who are there.
      return answer.ok || attempt === 1 ? answer : ((await found(client, append)) ?? answer);
    } catch (error) {
      if (!(error instanceof OutcomeUnknownError)) throw error;
      const there = await found(client, append).catch((failure: unknown) => {
        if (failure instanceof StreamDeletedError) throw failure;
        return undefined;
      });
      if (there) return there;
      if (attempt === MAX_ATTEMPTS || Date.now() > giveUpAt) {
        throw new CodedError(problem('unavailable'), { cause: error, retryAfter: RETRY_AFTER_S });
      }
      await pause(retryMs);
      retryMs *= 2;
    }
  }
}

/** What stands where the append was to go; `undefined` when nothing does. Throws when the stream cannot be read. */
async function found(
  client: Pick<LogClient, 'readStream'>,
  { stream, expectedRevision, events }: StreamAppend,
): Promise<AppendAnswer | undefined> {
  const there = await client.readStream(stream, { from: expectedRevision + 1, count: events.length });
  if (there.length === 0) return undefined;
  const isOurs =
    there.length === events.length &&
    there.every(({ id, revision }, i) => id === events[i]!.id.toLowerCase() && revision === expectedRevision + 1 + i);
  if (isOurs) return { ok: true, revision: expectedRevision + events.length };
  const [end] = await client.readStream(stream, { backwards: true, count: 1 });
  return { ok: false, actualRevision: end?.revision ?? -1 };
}

import type { LiveMessage } from '@tillwatch/api';
import { authorization, credentials } from '../api.js';
import { backoffMs } from './backoff.js';
import { readLiveMessage } from './change-buffer.js';
import { createSseParser, type SseParser } from './sse-parser.js';

export type Connection = 'connecting' | 'open' | 'down';

export interface LiveListener {
  onMessage(message: LiveMessage): void;
  onConnection(connection: Connection): void;
  /** The token is no longer good; the stream has ended for good. */
  onRefused(): void;
}

/** A stream that says nothing for this long, not even a comment, is taken for dead. */
const silenceMs = 60_000;
const answerMs = 15_000;

/**
 * Follows `GET /v1/live` until `signal` aborts, and connects again whenever it ends: with `Last-Event-ID`, so that nothing
 * between is missed, and with a growing, jittered wait. By `fetch`, because `EventSource` cannot send a token in a header.
 */
export async function followLive(token: string, signal: AbortSignal, listener: LiveListener): Promise<void> {
  let lastEventId: string | undefined;
  let retryMs: number | undefined;
  let failures = 0;
  listener.onConnection('connecting');
  while (!signal.aborted) {
    const parser = createSseParser(lastEventId);
    const outcome = await readOnce(token, parser, signal, listener, () => (failures = 0));
    if (signal.aborted) return;
    if (outcome === 'refused') return listener.onRefused();
    lastEventId = outcome === 'bad-id' ? undefined : parser.lastEventId;
    retryMs = parser.retryMs ?? retryMs;
    failures += 1;
    listener.onConnection('down');
    await sleep(backoffMs(failures, Math.random(), retryMs), signal);
  }
}

type Outcome = 'ended' | 'refused' | 'bad-id';

async function readOnce(
  token: string,
  parser: SseParser,
  signal: AbortSignal,
  listener: LiveListener,
  onOpen: () => void,
): Promise<Outcome> {
  const attempt = new AbortController();
  const stop = () => attempt.abort();
  signal.addEventListener('abort', stop);
  let watchdog = setTimeout(stop, answerMs);
  try {
    const headers = { accept: 'text/event-stream', ...authorization(token), ...resumeFrom(parser.lastEventId) };
    const response = await fetch('/v1/live', {
      headers,
      signal: attempt.signal,
      cache: 'no-store',
      credentials: credentials(token),
    });
    if (response.status === 401) return 'refused';
    if (response.status === 400) return 'bad-id';
    if (!response.ok || !response.body) return 'ended';
    onOpen();
    listener.onConnection('open');
    for await (const text of textOf(response.body)) {
      clearTimeout(watchdog);
      watchdog = setTimeout(stop, silenceMs);
      for (const { event, data } of parser.push(text)) {
        const message = readLiveMessage(event, data);
        if (message) listener.onMessage(message);
      }
    }
    return 'ended';
  } catch {
    return 'ended';
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener('abort', stop);
    attempt.abort();
  }
}

function resumeFrom(lastEventId: string | undefined): Record<string, string> {
  return lastEventId ? { 'last-event-id': lastEventId } : {};
}

/** By reader: not every browser in use iterates streams yet. */
async function* textOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
}

function sleep(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, durationMs);
    signal.addEventListener('abort', done);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

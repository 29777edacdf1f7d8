import type { IntakeAnswer } from '@tillwatch/api';
import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from './backoff.js';
import { exchange, UnavailableError } from './exchange.js';

export interface Target {
  /** Base address of the platform, `http://127.0.0.1:8080`. */
  url: string;
  token: string;
  signal?: AbortSignal;
  /** Jitter, in [0, 1). */
  draw: () => number;
  /** Called before each wait. */
  onRetry?: (reason: string, waitMs: number) => void;
  /** How long one batch is retried, ms. Default ten minutes. */
  giveUpAfterMs?: number;
  /** The longest wait between two tries, ms, unless the server asks for more. Default 30 s. */
  longestWaitMs?: number;
}

const contentType = 'application/cloudevents-batch+json';
const answerTimeoutMs = 30_000;
const defaultGiveUpAfterMs = 600_000;

/**
 * Posts one batch until it is answered, waiting and trying again while the platform is away or busy: for senders that keep
 * no outbox. Throws when the answer is an error that no retry cures, when retries last too long, or when `signal` aborts.
 * A lost answer means the batch is sent again: intake knows each event and answers `duplicate`.
 */
export async function sendBatch(body: Buffer, target: Target): Promise<IntakeAnswer> {
  const { token } = target;
  const url = new URL('/v1/events', target.url);
  const giveUpAt = Date.now() + (target.giveUpAfterMs ?? defaultGiveUpAfterMs);
  for (let attempt = 1; ; attempt++) {
    try {
      const { text } = await exchange({
        url,
        token,
        contentType,
        body,
        timeoutMs: answerTimeoutMs,
        signal: target.signal,
      });
      return JSON.parse(text) as IntakeAnswer;
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      const waitMs = backoffMs(attempt, target.draw(), error.retryAfterMs, target.longestWaitMs);
      if (Date.now() + waitMs > giveUpAt) throw gaveUp(attempt, error);
      target.onRetry?.(error.message, waitMs);
      await sleep(waitMs, undefined, target.signal && { signal: target.signal });
    }
  }
}

export function gaveUp(attempt: number, cause: Error): Error {
  return new Error(`Gave up after ${attempt} tries: ${cause.message}`, { cause });
}

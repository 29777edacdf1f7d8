import type { IntakeAnswer } from '@tillwatch/api';
import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs, retryAfterMs } from './backoff.js';

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

const answerTimeoutMs = 30_000;
const defaultGiveUpAfterMs = 600_000;
const worthRetrying = new Set([429, 502, 503, 504]);

/**
 * Posts one batch until it is answered, waiting and trying again while the platform is away or busy.
 * Throws when the answer is an error that no retry cures, when retries last too long, or when `signal` aborts.
 * A lost answer means the batch is sent again: intake knows each event and answers `duplicate`.
 */
export async function sendBatch(body: Buffer, target: Target): Promise<IntakeAnswer> {
  const startedAt = Date.now();
  const giveUpAt = startedAt + (target.giveUpAfterMs ?? defaultGiveUpAfterMs);
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryOnce(body, target);
    if ('answer' in outcome) return outcome.answer;
    const waitMs = backoffMs(attempt, target.draw(), outcome.retryAfterMs, target.longestWaitMs);
    if (Date.now() + waitMs > giveUpAt) throw new Error(`Gave up after ${attempt} tries: ${outcome.reason}`);
    target.onRetry?.(outcome.reason, waitMs);
    await sleep(waitMs, undefined, target.signal && { signal: target.signal });
  }
}

type Outcome = { answer: IntakeAnswer } | { reason: string; retryAfterMs: number };

async function tryOnce(body: Buffer, { url, token, signal }: Target): Promise<Outcome> {
  const timeout = AbortSignal.timeout(answerTimeoutMs);
  try {
    const response = await fetch(new URL('/v1/events', url), {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json', authorization: `Bearer ${token}` },
      body: new Uint8Array(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const text = await response.text();
    if (response.ok) return { answer: JSON.parse(text) as IntakeAnswer };
    const reason = `HTTP ${response.status} ${text.slice(0, 300)}`;
    if (!worthRetrying.has(response.status)) throw new RefusedError(reason);
    return { reason, retryAfterMs: retryAfterMs(response.headers.get('retry-after'), Date.now()) };
  } catch (error) {
    if (error instanceof RefusedError || error instanceof SyntaxError || signal?.aborted) throw error;
    return { reason: causeOf(error), retryAfterMs: 0 };
  }
}

/** The platform answered, and sending the same again would be answered the same. */
class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

function causeOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message ? `${message}: ${cause.message}` : message;
}

import type { IntakeAnswer } from '@tillwatch/api';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { batchBody, type JournalEntry } from '../journal/journal.js';
import { sendBatch } from '../sending/send-batch.js';
import { addAnswer, emptyTally, type Tally } from '../sending/tally.js';
import type { Delivery } from './deliveries.js';
import { paceDeliveries, rateLimit, turnstile } from './pace.js';
import type { PlannedTerminal } from './perform-till.js';
import type { PlannedFleet } from './plan-scenario.js';
import { seededRandom } from './random.js';

/** One answered delivery. */
export interface Answered {
  terminal: PlannedTerminal;
  delivery: Delivery;
  entries: readonly JournalEntry[];
  answer: IntakeAnswer;
}

export interface SendOptions {
  url: string;
  token: string;
  /** Events a second over the whole fleet; 0 (default): as fast as answers come. */
  rate?: number;
  /** How many times faster than life the plan runs; 0 (default): without waiting. */
  speed?: number;
  onAnswer?: (answered: Answered) => void;
  onRetry?: (terminalId: string, reason: string, waitMs: number) => void;
  signal?: AbortSignal;
  /** How long one batch is retried, ms. */
  giveUpAfterMs?: number;
  /** The longest wait between two tries, ms. */
  longestWaitMs?: number;
}

/** Requests of the whole fleet under way at once; one per terminal. */
const requestsAtOnce = 64;

/**
 * Delivers a plan: every terminal on its own, one batch in flight each, the next only after the answer.
 * Ends when everything is answered. Throws like `sendBatch`; the other terminals are stopped first.
 */
export async function sendFleet(plan: PlannedFleet, options: SendOptions): Promise<Tally> {
  const { url, token, onAnswer, onRetry, giveUpAfterMs, longestWaitMs } = options;
  const tally = emptyTally();
  const failed = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal;
  const pace = paceDeliveries(plan, options.speed ?? 0);
  const reserve = rateLimit(options.rate ?? 0);
  const gate = turnstile(requestsAtOnce);
  const beganAt = performance.now();
  const waitUntil = async (waitMs: number): Promise<void> => {
    if (waitMs > 0) await sleep(waitMs, undefined, { signal });
  };

  async function run(terminal: PlannedTerminal): Promise<void> {
    const draw = seededRandom(`${plan.seed}/jitter/${terminal.id}`).next;
    const retried = (reason: string, waitMs: number): void => {
      tally.retries++;
      onRetry?.(terminal.id, reason, waitMs);
    };
    const patience = { ...(giveUpAfterMs && { giveUpAfterMs }), ...(longestWaitMs && { longestWaitMs }) };
    const target = { url, token, signal, draw, onRetry: retried, ...patience };
    for (const delivery of terminal.deliveries) {
      const entries = terminal.entries.slice(delivery.from, delivery.to);
      await waitUntil(beganAt + pace.get(delivery.at)! - performance.now());
      await waitUntil(reserve(entries.length, performance.now()));
      await gate.enter();
      try {
        signal.throwIfAborted();
        const answer = await sendBatch(batchBody(entries.map(({ text }) => text)), target);
        addAnswer(
          tally,
          entries.map(({ event }) => event.id),
          answer,
        );
        onAnswer?.({ terminal, delivery, entries, answer });
      } finally {
        gate.leave();
      }
    }
  }

  await Promise.all(plan.terminals.map((terminal) => run(terminal).catch((error: unknown) => failed.abort(error))));
  failed.signal.throwIfAborted();
  return tally;
}

/** What was sent, one line per event in order of the answers: its outcome and the event, byte for byte as sent. */
export function sentLines({ entries, answer }: Pick<Answered, 'entries' | 'answer'>): string {
  return entries
    .map(({ text }, index) => {
      const { status, position } = answer.results[index]!;
      return `{"status":"${status}"${position === undefined ? '' : `,"position":${position}`},"event":${text}}\n`;
    })
    .join('');
}

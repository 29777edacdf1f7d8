import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { machine } from '../agent/environment.js';
import { ClockOffset } from '../sending/clock-offset.js';
import { httpTransport } from '../sending/http-transport.js';
import { kafkaTransport, sharedProducer, type KafkaPlace, type OpenProducer } from '../sending/kafka-transport.js';
import { Platform } from '../sending/platform.js';
import { gaveUp } from '../sending/send-batch.js';
import { addAnswer, emptyTally, type Tally } from '../sending/tally.js';
import type { Transport } from '../sending/transport.js';
import { paceDeliveries, rateLimit, turnstile } from './pace.js';
import type { PlannedTerminal } from './perform-till.js';
import type { PlannedFleet } from './plan-scenario.js';
import { plannedNetwork, type Answered } from './planned-network.js';
import { playTerminal } from './play-terminal.js';
import { seededRandom } from './random.js';

export interface SendOptions {
  /** Base address of the platform, and the token to send with. */
  url?: string;
  token?: string;
  /** Everything goes to Kafka instead, where the brokers' word counts as `stored`. */
  kafka?: KafkaPlace;
  openProducer?: OpenProducer;
  /** Events a second over the whole fleet; 0 (default): as fast as answers come. */
  rate?: number;
  /** How many times faster than life the plan runs; 0 (default): without waiting. */
  speed?: number;
  onAnswer?: (answered: Answered) => void;
  onRetry?: (terminalId: string, reason: string, waitMs: number) => void;
  signal?: AbortSignal;
  /** How long one delivery is retried, ms. */
  giveUpAfterMs?: number;
  /** The longest wait between two tries, ms. */
  longestWaitMs?: number;
}

/** Requests of the whole fleet under way at once; one per terminal. */
const requestsAtOnce = 64;
const defaultGiveUpAfterMs = 600_000;

/**
 * Plays a plan: every terminal is a real agent with an outbox of its own in a temporary folder. Ends when everything is
 * answered. Throws when the platform refuses a batch, when retries last too long or when `signal` aborts; the other
 * terminals are stopped first.
 */
export async function sendFleet(plan: PlannedFleet, options: SendOptions): Promise<Tally> {
  const tally = emptyTally();
  const failed = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal;
  const pace = paceDeliveries(plan, options.speed ?? 0);
  const reserve = rateLimit(options.rate ?? 0);
  const gate = turnstile(requestsAtOnce);
  const fail = (error: unknown): void => failed.abort(error);
  const transports = transportsOf(options);
  const folder = await mkdtemp(join(tmpdir(), 'tillwatch-fleet-'));
  const beganAt = performance.now();

  const turn = async (events: number, closing: AbortSignal): Promise<() => void> => {
    const waitMs = reserve(events, performance.now());
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: closing });
    await gate.enter();
    return gate.leave;
  };
  const answered = (one: Answered): void => {
    const ids = one.entries.map(({ event }) => event.id);
    addAnswer(tally, ids, one.answer);
    options.onAnswer?.(one);
  };

  async function play(terminal: PlannedTerminal, index: number): Promise<void> {
    const transport = transports.of(terminal.id);
    const patience = patienceOf(options, fail);
    await playTerminal(terminal, {
      folder: join(folder, `${index}`),
      network: plannedNetwork(terminal, {
        transport,
        turn,
        onAnswer: (one) => (patience.reset(), answered(one)),
        onFailure: fail,
      }),
      until: async ({ at }) => {
        const waitMs = beganAt + pace.get(at)! - performance.now();
        if (waitMs > 0) await sleep(waitMs, undefined, { signal });
      },
      draw: seededRandom(`${plan.seed}/jitter/${terminal.id}`).next,
      onRetry: (reason, waitMs) => {
        tally.retries++;
        options.onRetry?.(terminal.id, reason, waitMs);
        patience.use(reason, waitMs);
      },
      ...(options.longestWaitMs !== undefined && { longestWaitMs: options.longestWaitMs }),
      signal,
    });
  }

  try {
    await Promise.all(plan.terminals.map((terminal, index) => play(terminal, index).catch(fail)));
  } finally {
    await transports.close();
    await rm(folder, { recursive: true, force: true });
  }
  signal.throwIfAborted();
  return tally;
}

/** One delivery's: it is over when the next wait would go past it. */
function patienceOf(
  { giveUpAfterMs = defaultGiveUpAfterMs }: SendOptions,
  fail: (error: Error) => void,
): { use(reason: string, waitMs: number): void; reset(): void } {
  let since: number | undefined;
  let tries = 0;
  return {
    use(reason, waitMs) {
      since ??= performance.now();
      tries++;
      if (performance.now() + waitMs > since + giveUpAfterMs) fail(gaveUp(tries, new Error(reason)));
    },
    reset() {
      since = undefined;
      tries = 0;
    },
  };
}

interface Transports {
  of(terminalId: string): Transport;
  close(): Promise<void>;
}

function transportsOf({ url, token = '', kafka, openProducer }: SendOptions): Transports {
  if (kafka) {
    const shared = sharedProducer(kafka.connection, openProducer);
    return {
      of: (terminalId) => kafkaTransport({ ...kafka, terminalId, openProducer: shared.open }),
      close: shared.close,
    };
  }
  if (url === undefined) throw new TypeError('A fleet needs the address of a platform, or Kafka.');
  const offset = new ClockOffset();
  return {
    of: (terminalId) => httpTransport(new Platform({ url, token, terminalId, environment: machine, offset }), url),
    close: async () => {},
  };
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

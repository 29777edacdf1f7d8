import { uuidFromName } from '@tillwatch/kernel';
import { batchBody, openJournal, type Happening, type Journal } from '../journal/journal.js';
import { secondMs } from './durations.js';
import { chinaTime } from './terminal-clock.js';

export interface LoadOptions {
  terminals: number;
  seed: number | string;
  /** Claimed time of each terminal's first event, ms since 1970; choose it far enough back for what will be sent. */
  start: number;
  /** Events a batch, 1 to 1,000. Default 100. */
  batchSize?: number;
}

export interface LoadBatch {
  terminalId: string;
  /** Ready to be posted as `application/cloudevents-batch+json`. */
  body: Buffer;
  ids: string[];
}

/** Time between two events of one terminal. */
export const loadStepMs = 20 * secondMs;

const operatorsPerTerminal = 4;

/** One session of one operator: a slip, a login, heartbeats, a logout. Two failures in ten minutes at most: no alert. */
const cycle = [
  'LoginFailed',
  'LoginSucceeded',
  ...Array.from({ length: 10 }, () => 'Heartbeat' as const),
  'LoggedOut',
  'NetworkChanged',
] as const;

/**
 * Endless batches, one terminal after the other, each its own journal with hash chain. Collect what a measurement needs
 * before it starts, so that the client's work is not measured.
 */
export async function* generateLoad(options: LoadOptions): AsyncGenerator<LoadBatch, never> {
  const { terminals, seed, start, batchSize = 100 } = options;
  const tills = Array.from({ length: terminals }, (_, index) => loadTill(index, `${seed}`, start));
  for (;;) {
    for (const till of tills) {
      const entries = Array.from({ length: batchSize }, till.next);
      yield {
        terminalId: till.id,
        body: batchBody(entries.map(({ text }) => text)),
        ids: entries.map(({ event }) => event.id),
      };
    }
  }
}

function loadTill(index: number, seed: string, start: number): { id: string; next: () => ReturnType<Journal> } {
  const id = `load-${seed}-${index + 1}`;
  const epoch = Math.floor(start / 1_000);
  const append = openJournal({
    terminalId: id,
    storeId: `store-load-${Math.floor(index / 10) + 1}`,
    epoch,
    idOf: (sequence) => uuidFromName(`load|${id}|${epoch}|${sequence}`),
  });
  // Each till of a store stands elsewhere in the cycle: ten who mistype in the same second would be an alert.
  const ahead = (index * 5) % cycle.length;
  let written = 0;
  return { id, next: () => append(happeningAt(written++, ahead, id, start)) };
}

function happeningAt(step: number, ahead: number, terminalId: string, start: number): Happening {
  const round = Math.floor((step + ahead) / cycle.length);
  const name = cycle[(step + ahead) % cycle.length]!;
  const time = chinaTime(start + step * loadStepMs);
  const operatorId = `op-${terminalId}-${(round % operatorsPerTerminal) + 1}`;
  const sessionId = `${terminalId}-${round}`;
  switch (name) {
    case 'LoginFailed':
      return { name, time, operatorId, data: { reason: 'invalid-password', consecutiveFailures: 1 } };
    case 'LoginSucceeded':
      return { name, time, operatorId, data: { sessionId, factors: ['password'], network: 'ethernet' } };
    case 'LoggedOut':
      return { name, time, operatorId, data: { sessionId, reason: 'operator' } };
    case 'NetworkChanged':
      return { name, time, data: { network: 'ethernet' } };
    case 'Heartbeat':
      return { name, time, data: { queued: 0, clockOffsetMs: 0, roundTripMs: 20 } };
  }
}

import type { IntakeResult } from '@tillwatch/api';
import type { JournalEntry } from '../journal/journal.js';
import type { OutboxEntry } from '../outbox/outbox.js';
import { UnavailableError } from '../sending/exchange.js';
import type { Transport } from '../sending/transport.js';
import type { Delivery } from './deliveries.js';
import type { PlannedTerminal } from './perform-till.js';

/** One answered delivery. */
export interface Answered {
  terminal: PlannedTerminal;
  delivery: Delivery;
  entries: readonly JournalEntry[];
  answer: { results: readonly IntakeResult[] };
}

export interface NetworkOptions {
  /** What the deliveries go by. */
  transport: Transport;
  /** Waits for the turn of so many events; call what it resolves to when they are through. */
  turn: (events: number, signal: AbortSignal) => Promise<() => void>;
  onAnswer: (answered: Answered) => void;
  /** No retry will cure it. */
  onFailure: (error: unknown) => void;
}

/** The network of a plan: takes batches from an agent, and lets overtake and repeats what the plan says. */
export function plannedNetwork(terminal: PlannedTerminal, options: NetworkOptions): Transport {
  const { transport, turn, onAnswer, onFailure } = options;
  const results = new Map<number, IntakeResult>();
  let next = 0;
  return {
    async send(batch, signal) {
      const first = Number(batch[0]!.event.sequence) - 1;
      const end = first + batch.length;
      try {
        assertPlanned(terminal, first, batch);
        for (let delivery; (delivery = terminal.deliveries[next]) && delivery.to <= end; next++) {
          const { from, to } = delivery;
          const done = await turn(to - from, signal);
          const sending = transport.send(batch.slice(from - first, to - first), signal);
          const answer = { results: await sending.finally(done) };
          onAnswer({ terminal, delivery, entries: terminal.entries.slice(from, to), answer });
          for (const [index, result] of answer.results.entries()) results.set(from + index, result);
        }
      } catch (error) {
        if (!(error instanceof UnavailableError)) onFailure(error);
        throw error;
      }
      return batch.map((_, index) => results.get(first + index)!);
    },
    close: async () => {},
  };
}

function assertPlanned({ id, entries }: PlannedTerminal, first: number, batch: readonly OutboxEntry[]): void {
  const odd = batch.findIndex(({ text }, index) => text !== entries[first + index]?.text);
  if (odd >= 0) throw new Error(`${id} wrote another event than planned at ${first + odd + 1}.`);
}

import type { NewEvent, StreamAppend } from '@tillwatch/event-store';
import { encodeEvent, parseEvents } from '@tillwatch/events';
import { generateLoad, type LoadBatch, loadStepMs } from '@tillwatch/terminal';

export const terminals = 200;
export const batchSize = 100;

export interface LoadPlan {
  /** Batches that will be asked for in all: the first event is claimed so long ago that none lies in the future. */
  batches: number;
  batchSize?: number;
  terminals?: number;
}

export interface Load {
  /** The next batches, one terminal after the other, each terminal's own going on where it was. */
  next(count: number): Promise<LoadBatch[]>;
}

/** Events of an ordinary day that raise no alert; the same on every run, but for their times. */
export function openLoad(plan: LoadPlan): Load {
  const options = { seed: 1, terminals, batchSize, ...plan };
  const steps = Math.ceil(plan.batches / options.terminals) * options.batchSize;
  const generated = generateLoad({ ...options, start: Date.now() - (steps + 1) * loadStepMs });
  return {
    async next(count) {
      const batches: LoadBatch[] = [];
      while (batches.length < count) batches.push((await generated.next()).value);
      return batches;
    },
  };
}

/** A batch as intake would store it. */
export function encoded({ terminalId, body }: LoadBatch): { stream: string; events: NewEvent[] } {
  const parsed = parseEvents(body, 'batch');
  if (!parsed.ok) throw new Error(`The load cannot be read: ${parsed.error.message}`);
  const arrival = { tenant: 'default', recordedtime: new Date().toISOString() };
  const events = parsed.value.map((one) => {
    if (!one.ok) throw new Error(`The load holds an event that is not valid: ${one.problem.message}`);
    return encodeEvent(one.event, arrival);
  });
  return { stream: `terminal-${terminalId}`, events };
}

/** Batches as appends that follow each other, each stream from its start on. */
export class Appends {
  private readonly revisions = new Map<string, number>();

  of(batches: readonly LoadBatch[]): StreamAppend[] {
    return batches.map((batch) => {
      const { stream, events } = encoded(batch);
      const expectedRevision = this.revisions.get(stream) ?? -1;
      this.revisions.set(stream, expectedRevision + events.length);
      return { stream, expectedRevision, events };
    });
  }
}

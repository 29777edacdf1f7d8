import type { IntakeResult } from '@tillwatch/api';
import type { ErrorCode } from '@tillwatch/kernel';
import type { Environment } from '../agent/environment.js';
import type { Outbox, OutboxEntry } from '../outbox/outbox.js';
import { TerminalError } from '../agent/terminal-error.js';
import { backoffMs } from './backoff.js';
import { RefusedError, UnavailableError } from './exchange.js';
import { keepRefused } from './refused-events.js';
import type { Transport } from './transport.js';

/** What the platform already has otherwise: the place of the first such event, and those sent with it that it took. */
export interface Conflict {
  position: number;
  taken: ReadonlySet<number>;
}

export interface SenderOptions {
  folder: string;
  outbox: Outbox;
  transport: Transport;
  environment: Environment;
  /** `flushed`: only while somebody waits for `flush`. */
  when: 'recorded' | 'flushed';
  /** Compares journals: before anything else is sent, and when an event conflicts. Without it nothing is compared. */
  compare?: (signal: AbortSignal, conflict?: Conflict) => Promise<void>;
  longestWaitMs?: number;
  onRetry?: (reason: string, waitMs: number) => void;
  onDelivered: () => void;
}

const eventsPerBatch = 1_000;
const bytesPerBatch = 1024 * 1024;
/** Refusals that are about what was sent, not about who sends: smaller batches find the event they are about. */
const aboutTheBatch = new Set([400, 413, 422]);

/** Delivers the outbox in order, one batch at a time; what fails is tried again for as long as the agent runs. */
export class Sender {
  /** Of the last try; none when it succeeded. */
  problem: string | undefined;
  compared: boolean;
  private readonly closing = new AbortController();
  private readonly flushing = new Set<{ until: number; resolve: () => void; reject: (error: Error) => void }>();
  private batchLimit = eventsPerBatch;
  private rouse: (() => void) | undefined;
  private readonly running: Promise<void>;

  constructor(private readonly options: SenderOptions) {
    this.compared = !options.compare;
    this.running = this.run();
  }

  /** There is something new to send. */
  wake(): void {
    this.rouse?.();
  }

  /** Resolves when journals were compared and everything that is in the outbox now was delivered. */
  flush(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.flushing.add({ until: this.options.outbox.end, resolve, reject });
      this.settleFlushes();
      this.wake();
    });
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.wake();
    await this.running;
    for (const { reject } of this.flushing) reject(new TerminalError('terminal-closed'));
    await this.options.transport.close();
  }

  private async run(): Promise<void> {
    const { environment, longestWaitMs, onRetry } = this.options;
    const { signal } = this.closing;
    for (let attempt = 0; !signal.aborted;) {
      if (!this.isWanted()) {
        await this.sleep(undefined);
        continue;
      }
      try {
        await this.step(signal);
        this.problem = undefined;
        attempt = 0;
      } catch (error) {
        if (signal.aborted) return;
        attempt++;
        this.problem = error instanceof Error ? error.message : String(error);
        // What is refused for good is asked again at the slowest pace: somebody may give the terminal its rights back.
        const asked = error instanceof UnavailableError ? error.retryAfterMs : 0;
        const tries = error instanceof RefusedError ? Infinity : attempt;
        const waitMs = backoffMs(tries, environment.random(), asked, longestWaitMs);
        onRetry?.(this.problem, waitMs);
        await this.sleep(waitMs);
      }
    }
  }

  private isWanted(): boolean {
    const { outbox, when } = this.options;
    if (when === 'flushed' && this.flushing.size === 0) return false;
    return !this.compared || outbox.waiting > 0;
  }

  private async step(signal: AbortSignal): Promise<void> {
    const { compare, transport } = this.options;
    if (!this.compared) {
      await compare!(signal);
      this.compared = true;
      // What was found to be missing there belongs to what is waited for.
      for (const flush of this.flushing) flush.until = this.options.outbox.end;
    } else {
      const batch = await this.nextBatch();
      await this.settle(batch, await this.resultsOf(batch, transport, signal), signal);
    }
    this.settleFlushes();
  }

  private async nextBatch(): Promise<OutboxEntry[]> {
    const batch: OutboxEntry[] = [];
    let bytes = 2;
    for await (const entry of this.options.outbox.entries(this.options.outbox.mark.position)) {
      bytes += Buffer.byteLength(entry.text) + 1;
      if (batch.length > 0 && bytes > bytesPerBatch) break;
      if (batch.push(entry) >= this.batchLimit) break;
    }
    return batch;
  }

  private async resultsOf(
    batch: readonly OutboxEntry[],
    transport: Transport,
    signal: AbortSignal,
  ): Promise<readonly IntakeResult[]> {
    try {
      signal.throwIfAborted();
      const results = await transport.send(batch, signal);
      this.batchLimit = Math.min(eventsPerBatch, this.batchLimit * 2);
      if (results.length === batch.length && results.every(({ id }, index) => id === batch[index]!.event.id))
        return results;
      throw new UnavailableError(`The answer tells of other events than the ${batch.length} that were sent.`);
    } catch (error) {
      if (!(error instanceof RefusedError) || !aboutTheBatch.has(error.status)) throw error;
      if (batch.length === 1) return [rejectedBy(error, batch[0]!)];
      this.batchLimit = Math.ceil(batch.length / 2);
      return [];
    }
  }

  /** Marks what was taken or refused as delivered. A conflict is neither: the journals are compared first. */
  private async settle(
    batch: readonly OutboxEntry[],
    results: readonly IntakeResult[],
    signal: AbortSignal,
  ): Promise<void> {
    const { folder, outbox, environment, compare, onDelivered } = this.options;
    const answered = results.map((result, index) => ({ entry: batch[index]!, result }));
    const refused = answered.filter(({ result }) => result.status === 'rejected' || result.status === 'conflict');
    const conflicts = compare ? refused.filter(({ result }) => result.status === 'conflict') : [];
    const delivered = conflicts[0] ? batch.indexOf(conflicts[0].entry) : answered.length;
    if (refused.length > 0) {
      // On a full disk they are only counted: the others must not wait for them.
      await keepRefused(folder, environment.clock(), refused).catch(() => {});
      const rejected = refused.filter(({ result }) => result.status === 'rejected').length;
      outbox.mark.refuse(rejected, refused.length - rejected);
    }
    const last = batch[delivered - 1];
    if (last) {
      const { epoch, sequence } = last.event;
      outbox.acknowledge(last.next, { epoch, sequence: Number(sequence) }, delivered);
      await outbox.trim();
      onDelivered();
    }
    if (!conflicts[0]) return;
    const isTaken = ({ result }: (typeof answered)[number]): boolean => result.status !== 'conflict';
    const taken = new Set(answered.filter(isTaken).map(({ entry }) => entry.position));
    await compare!(signal, { position: conflicts[0].entry.position, taken });
  }

  private settleFlushes(): void {
    const { outbox } = this.options;
    if (!this.compared) return;
    for (const flush of this.flushing) {
      if (outbox.waiting > 0 && outbox.mark.position < flush.until) continue;
      this.flushing.delete(flush);
      flush.resolve();
    }
  }

  /** Until woken, closed, or `ms` are over; a wait between tries is not cut short by new events. */
  private sleep(ms: number | undefined): Promise<void> {
    const { signal } = this.closing;
    return new Promise((resolve) => {
      const done = (): void => {
        cancel?.();
        this.rouse = undefined;
        signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = ms === undefined ? undefined : this.options.environment.after(ms, done);
      signal.addEventListener('abort', done);
      if (ms === undefined) this.rouse = done;
    });
  }
}

function rejectedBy({ answer, status }: RefusedError, { event }: OutboxEntry): IntakeResult {
  const code: ErrorCode = status === 413 ? 'event-too-large' : 'request-malformed';
  return { id: event.id, status: 'rejected', error: { code, message: answer } };
}

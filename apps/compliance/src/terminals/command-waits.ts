import { CodedError, type Log, problem } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';

/** A terminal has one poll open; a few more may not have noticed yet that their connection is gone. */
export const waitsPerTerminal = 4;
/** Each is a socket and a timer. */
export const waitsInAll = 10_000;
const retryAfterSeconds = 1;
/** Sent when a command was issued, with the terminal's id, so that the instance its poll is at hears of it. */
const channel = 'tillwatch_commands';

/** Somebody who waits for a terminal's commands. */
export interface Waiter {
  /** Resolves when there may be a command, when the time is over or when `signal` aborts; at once if that was before. */
  next(timeoutMs: number, signal: AbortSignal): Promise<void>;
  leave(): void;
}

/**
 * Who waits for commands of which terminal. A log that grows by thousands of events a second tells of itself all the
 * time, so commands have a channel of their own; a message that is lost costs the time until the waiter looks again.
 */
export class CommandWaits {
  private readonly waiting = new Map<string, Set<() => void>>();
  private total = 0;
  private isOver = false;
  private stopListening: (() => Promise<void>) | undefined;

  constructor(
    private readonly database: Pick<Database, 'query' | 'listen'>,
    private readonly log: Log,
    private readonly maxInAll = waitsInAll,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const everybody = (): void => {
      for (const id of this.waiting.keys()) this.wake(id);
    };
    this.stopListening = await this.database.listen(channel, (id) => this.wake(id), everybody);
  }

  /** Everybody is answered with what there is, before the server waits for its requests to end. */
  async onModuleDestroy(): Promise<void> {
    this.isOver = true;
    for (const id of this.waiting.keys()) this.wake(id);
    await this.stopListening?.();
  }

  /** After the command is in the log. It stays delivered by looking if nobody can be told. */
  async issued(terminalId: string): Promise<void> {
    this.wake(terminalId);
    try {
      await this.database.query('SELECT pg_notify($1, $2)', [channel, terminalId]);
    } catch (error) {
      this.log.warn({ err: error, terminalId }, 'other instances were not told of a command');
    }
  }

  get over(): boolean {
    return this.isOver;
  }

  /** Throws `too-many-requests` when the terminal, or all of them, have too many waits open. Call `leave` in the end. */
  enter(terminalId: string): Waiter {
    const bells = this.waiting.get(terminalId) ?? new Set();
    if (bells.size >= waitsPerTerminal || this.total >= this.maxInAll)
      throw new CodedError(problem('too-many-requests'), { retryAfter: retryAfterSeconds });
    const bell = new Bell();
    const ring = (): void => bell.ring();
    this.waiting.set(terminalId, bells.add(ring));
    this.total++;
    return {
      next: (timeoutMs, signal) => bell.next(timeoutMs, signal),
      leave: () => {
        if (!bells.delete(ring)) return;
        this.total--;
        if (bells.size === 0) this.waiting.delete(terminalId);
      },
    };
  }

  private wake(terminalId: string): void {
    for (const ring of this.waiting.get(terminalId) ?? []) ring();
  }
}

/** Remembers a ring that nobody was waiting for yet. */
class Bell {
  private rung = false;
  private heard: (() => void) | undefined;

  ring(): void {
    this.rung = true;
    this.heard?.();
  }

  async next(timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (!this.rung && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, timeoutMs);
      const stop = (): void => resolve();
      this.heard = stop;
      signal.addEventListener('abort', stop);
      await promise;
      signal.removeEventListener('abort', stop);
      clearTimeout(timer);
      this.heard = undefined;
    }
    this.rung = false;
  }
}

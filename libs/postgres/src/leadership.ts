import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '@tillwatch/kernel';
import type { Database } from './database.js';

/** Well below the server's idle-in-transaction timeout of ten seconds. */
const keepAliveMs = 2_000;
const retryMs = 500;

export interface LeadershipOptions {
  /** `pg_advisory_xact_lock` key: who asks for the same one competes. */
  key: number;
  /** Of what is led, for the log. */
  name: string;
  log: Log;
}

/**
 * One process leads at a time: the one that holds a lock, for as long as the transaction it took it in stays open.
 * When that process dies its connection ends and with it the lock, so the next one takes over at once. Only an economy:
 * what is led needs a fence of its own, that keeps two from doing the same for a moment.
 */
export class Leadership {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private held = false;

  constructor(
    private readonly database: Database,
    private readonly options: LeadershipOptions,
  ) {}

  get isHeld(): boolean {
    return this.held;
  }

  /** `onHeld` runs each time the lock was won. */
  start(onHeld: () => void): void {
    this.running = this.run(onHeld);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(onHeld: () => void): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.holdOnce(onHeld);
      } catch (error) {
        this.options.log.warn({ error, name: this.options.name }, 'The lead was lost.');
      }
      this.held = false;
      await this.wait(retryMs);
    }
  }

  private async holdOnce(onHeld: () => void): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [row] = await tx.query<{ won: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS won', [this.options.key]);
      if (!row?.won) return;
      this.held = true;
      onHeld();
      while (!this.stopping.signal.aborted) {
        await this.wait(keepAliveMs);
        await tx.query('SELECT 1');
      }
    });
  }

  private async wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => {});
  }
}

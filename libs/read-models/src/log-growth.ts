import { setTimeout as pause } from 'node:timers/promises';
import { EVENTS_CHANNEL } from '@tillwatch/event-store';
import type { Log } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';

const retryMs = 1_000;

/**
 * Calls `onGrown` after the log grew, by whichever instance, at most once in `spacingMs`. A wake-up may be lost while the
 * connection is away, so whoever listens looks from time to time as well.
 */
export class LogGrowth {
  private readonly stopping = new AbortController();
  private listening: Promise<void> = Promise.resolve();
  private due: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly log: Log,
    private readonly spacingMs: number,
  ) {}

  start(onGrown: () => void): void {
    this.listening = this.listen(() => {
      this.due ??= setTimeout(() => {
        this.due = undefined;
        onGrown();
      }, this.spacingMs).unref();
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.due);
    await this.listening;
  }

  private async listen(heard: () => void): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const end = await this.database.listen(EVENTS_CHANNEL, heard, heard);
        await aborted(signal);
        await end();
      } catch (error) {
        this.log.warn({ err: error }, 'cannot hear the log grow; trying again');
        await pause(retryMs, undefined, { signal }).catch(() => {});
      }
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

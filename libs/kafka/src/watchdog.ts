import { pause } from './deadline.js';
import type { PartitionLag } from './lag.js';
import { nameOf, type TopicPartition } from './records.js';

export interface Watched {
  silentMs(): number;
  idleMs(at: TopicPartition): number;
}

export interface WatchOptions {
  watched: Watched;
  /** Rejects when the cluster cannot be asked; that is no reason to restart. */
  lags(): Promise<PartitionLag[]>;
  stallMs: number;
  /** Joining a group is silent for as long as its slowest member takes. */
  silenceMs: number;
  signal: AbortSignal;
}

/**
 * kafkajs may stop consuming without a word (#659, #660, #1163). Resolves with what was seen when it has: silence, or a
 * partition that has records and does not move. Resolves with undefined on abort.
 */
export async function watch({ watched, lags, stallMs, silenceMs, signal }: WatchOptions): Promise<string | undefined> {
  for (;;) {
    await pause(stallMs / 4, signal);
    if (signal.aborted) return undefined;
    if (watched.silentMs() > silenceMs) return `silent for ${watched.silentMs()} ms`;
    const behind = await lags().catch(() => []);
    if (signal.aborted) return undefined;
    const stuck = behind.find((at) => at.lag > 0n && watched.idleMs(at) > stallMs);
    if (stuck) return `${nameOf(stuck)} has ${stuck.lag} records and does not move`;
  }
}

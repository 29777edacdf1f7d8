import { systemClock, type Clock } from '@tillwatch/kernel';
import { randomUUID } from 'node:crypto';

/** Everything the agent takes from the machine but its files and its network, so that tests can give it another one. */
export interface Environment {
  /** The wall clock: what events claim. May jump. */
  clock: Clock;
  /** Never jumps, ms from any start: what durations and the clock's offset are measured with. */
  monotonic(): number;
  /** In [0, 1): spreads retries. */
  random(): number;
  /** A UUID for each event. */
  newId(): string;
  /** Calls `action` once, `ms` from now; call what it returns to prevent that. */
  after(ms: number, action: () => void): () => void;
}

export const machine: Environment = {
  clock: systemClock,
  monotonic: () => performance.now(),
  random: Math.random,
  newId: () => randomUUID(),
  after(ms, action) {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};

import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when `done` settles, after `ms` at the latest. */
export async function within(ms: number, done: Promise<unknown>): Promise<void> {
  const settled = new AbortController();
  const waited = sleep(ms, undefined, { signal: settled.signal });
  await Promise.allSettled([Promise.race([waited, done])]);
  settled.abort();
  await waited.catch(() => {});
}

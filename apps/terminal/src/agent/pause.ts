import { Alarm } from './alarm.js';
import type { Environment } from './environment.js';

/** Resolves after `ms`, or as soon as `signal` aborts. */
export function pause(environment: Environment, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      alarm.stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const alarm = new Alarm(environment, ms, done);
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', done);
    alarm.start();
  });
}

import type { Outbox } from '../outbox/outbox.js';
import type { Recorder } from '../recording/recorder.js';
import type { ClockOffset } from '../sending/clock-offset.js';
import { Alarm } from './alarm.js';
import type { Environment } from './environment.js';
import type { Location, Posture } from './happenings.js';

export interface HeartbeatOptions {
  everyMs: number;
  outbox: Outbox;
  recorder: Recorder;
  offset: ClockOffset;
  environment: Environment;
  posture: (() => Posture) | undefined;
  location: (() => Location | undefined) | undefined;
}

/** The first comes soon after the start: by then the clock was measured, if there is a network. */
const firstAfterMs = 2_000;

/** Records how the terminal is, again and again. Offline too: what was never told is bounded by the last one that was. */
export function startHeartbeat(options: HeartbeatOptions): { stop(): void } {
  const { everyMs, environment } = options;
  if (everyMs === 0) return { stop() {} };
  const beat = (): void => {
    // A heartbeat that finds no room is not missed.
    recordHeartbeat(options).catch(() => {});
    alarm = new Alarm(environment, everyMs, beat);
    alarm.start();
  };
  let alarm = new Alarm(environment, Math.min(firstAfterMs, everyMs), beat);
  alarm.start();
  return { stop: () => alarm.stop() };
}

async function recordHeartbeat(options: HeartbeatOptions): Promise<void> {
  const { outbox, recorder, offset, environment, posture } = options;
  const location = options.location?.();
  const measured = offset.estimate(environment.clock(), environment.monotonic());
  const data = {
    queued: outbox.waiting,
    ...measured,
    ...(posture && { posture: posture() }),
    ...(location && { location }),
  };
  await recorder.record({ name: 'Heartbeat', data }, 'own');
}

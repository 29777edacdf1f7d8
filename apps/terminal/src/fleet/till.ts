import { uuidFromName } from '@tillwatch/kernel';
import { secondMs } from './durations.js';

/** One thing that happens at a till. `at`: true time, ms since the plan's start. */
export interface Act {
  at: number;
  name: string;
  operatorId?: string;
  data: Record<string, unknown>;
}

export type FailureReason = 'invalid-password' | 'unknown-operator' | 'operator-locked';
export type LogoutReason = 'operator' | 'idle' | 'closing';

/** The script of one terminal, written by scenarios in any order of time; `performTill` turns it into a journal. */
export interface Till {
  id: string;
  storeId: string;
  /** Switched on and off, ms since the plan's start. */
  opensAt: number;
  closesAt: number;
  network: 'ethernet' | 'cellular';
  acts: Act[];
  /** No network in [from, to): events wait in the journal. */
  outages: { from: number; to: number }[];
}

/** A session from `from` to `to`. */
export function session(
  till: Till,
  operatorId: string,
  { from, to, reason = 'operator' }: { from: number; to: number; reason?: LogoutReason },
): void {
  const sessionId = uuidFromName(`${till.id}|${operatorId}|${from}`);
  const { network } = till;
  till.acts.push(
    { at: from, name: 'LoginSucceeded', operatorId, data: { sessionId, factors: ['password'], network } },
    { at: to, name: 'LoggedOut', operatorId, data: { sessionId, reason } },
  );
}

/** A failed login; `performTill` adds `consecutiveFailures`. */
export function failure(till: Till, operatorId: string, at: number, reason: FailureReason = 'invalid-password'): void {
  till.acts.push({ at, name: 'LoginFailed', operatorId, data: { reason, network: till.network } });
}

/** `count` failures, `everyMs` apart; returns the time of the last. */
export function failures(
  till: Till,
  operatorId: string,
  { from, count, everyMs }: { from: number; count: number; everyMs: number },
): number {
  for (let i = 0; i < count; i++) failure(till, operatorId, from + i * everyMs);
  return from + (count - 1) * everyMs;
}

/** The till's own lock after too many failures, one second after the last of them. */
export function lock(till: Till, operatorId: string, lastFailureAt: number): number {
  const at = lastFailureAt + secondMs;
  till.acts.push({ at, name: 'OperatorLocked', operatorId, data: { reason: 'too-many-failures' } });
  return at;
}

export function unlock(till: Till, operatorId: string, at: number, channel: 'administrator' | 'lock-expired'): void {
  till.acts.push({ at, name: 'OperatorUnlocked', operatorId, data: { channel } });
}

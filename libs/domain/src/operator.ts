import type { EventHeader } from '@tillwatch/events';
import { isLater, keepLatest, later, type Stamp, type Stamped } from './stamped.js';

/** An event about an operator, on corrected event time. */
export interface OperatorEvent {
  position: number;
  name: string;
  /** Corrected event time, ms since 1970. */
  at: number;
  header: Pick<EventHeader, 'id' | 'storeid'>;
  data: Record<string, unknown>;
}

export interface LockDetails {
  reason: string;
  /** ms since 1970; absent: until somebody unlocks. */
  until?: number;
  terminalId: string;
}

export interface Session {
  id: string;
  terminalId: string;
  storeId?: string;
}

/**
 * What is known of an operator. Every part is a join of the events seen (later stamp wins, latest n are kept), so the
 * state is a function of their set: late or repeated events need no refold.
 */
export interface OperatorState {
  id: string;
  role?: Stamped<string>;
  disabled?: Stamped<boolean>;
  /** `null`: unlocked. */
  lock?: Stamped<LockDetails | null>;
  success?: Stamped<{ terminalId: string; storeId?: string }>;
  failure?: Stamped<{ terminalId: string; reason: string }>;
  /** Last success, unlock or reset: failures up to it no longer count. */
  cleared?: Stamp;
  /** Failures after `cleared`, the latest `maxFailures`. */
  failures: Stamp[];
  passwordChanged?: Stamp;
  temporaryReset?: Stamp;
  factors: Record<string, Stamped<boolean>>;
  /** By terminal and session id, the latest `maxSessions`; `null`: closed, kept in case its opening arrives later. */
  sessions: Record<string, Stamped<Session | null>>;
  storeId?: Stamped<string>;
  lastSeen: number;
  position: number;
}

/** `consecutiveFailures` stops here: it then reads "this many or more". */
export const maxFailures = 100;
/** A session that was not closed is taken as closed when so many others of the operator have followed it. */
export const maxSessions = 8;

/** Failures of the terminal or the service say nothing about the person. */
const failuresOfOthers: ReadonlySet<unknown> = new Set(['service-error', 'terminal-frozen']);

/** What was typed where nobody has that id arrives as `unknown-<hash>`: that is nobody's state. */
export function isOperatorId(subject: string | undefined): subject is string {
  return subject !== undefined && !subject.startsWith('unknown-');
}

export function unseenOperator(id: string): OperatorState {
  return { id, failures: [], factors: {}, sessions: {}, lastSeen: Number.MIN_SAFE_INTEGER, position: 0 };
}

/** Takes one event in, in place. Events that do not speak of the operator's state only move `lastSeen`. */
export function evolveOperator(state: OperatorState, event: OperatorEvent, terminalId: string): void {
  const stamp: Stamp = [event.at, event.header.id];
  if (event.at > state.lastSeen) state.lastSeen = event.at;
  if (event.position > state.position) state.position = event.position;
  if (event.header.storeid !== undefined) state.storeId = later(state.storeId, stamp, event.header.storeid);
  handlers[event.name]?.(state, event, stamp, terminalId);
}

type Handler = (state: OperatorState, event: OperatorEvent, stamp: Stamp, terminalId: string) => void;

const handlers: Partial<Record<string, Handler>> = {
  LoginSucceeded(state, { header, data }, stamp, terminalId) {
    const where = header.storeid === undefined ? { terminalId } : { terminalId, storeId: header.storeid };
    state.success = later(state.success, stamp, where);
    clearFailures(state, stamp);
    setSession(state, stamp, terminalId, text(data['sessionId']), where);
  },
  LoginFailed(state, { data }, stamp, terminalId) {
    const reason = text(data['reason']);
    state.failure = later(state.failure, stamp, { terminalId, reason });
    if (failuresOfOthers.has(reason) || !isLater(stamp, state.cleared)) return;
    keepLatest(state.failures, stamp, maxFailures);
  },
  LoggedOut(state, { data }, stamp, terminalId) {
    setSession(state, stamp, terminalId, text(data['sessionId']), null);
  },
  OperatorLocked(state, { data }, stamp, terminalId) {
    const until = typeof data['until'] === 'string' ? Date.parse(data['until']) : NaN;
    const lock: LockDetails = { reason: text(data['reason']), terminalId };
    if (!Number.isNaN(until)) lock.until = until;
    state.lock = later(state.lock, stamp, lock);
  },
  OperatorUnlocked(state, _event, stamp) {
    state.lock = later<LockDetails | null>(state.lock, stamp, null);
    clearFailures(state, stamp);
  },
  PasswordChanged(state, _event, stamp) {
    if (isLater(stamp, state.passwordChanged)) state.passwordChanged = stamp;
  },
  PasswordReset(state, { data }, stamp) {
    const field = data['temporary'] === true ? 'temporaryReset' : 'passwordChanged';
    if (isLater(stamp, state[field])) state[field] = stamp;
    clearFailures(state, stamp);
  },
  FactorEnrolled(state, { data }, stamp) {
    setFactor(state, stamp, text(data['factor']), true);
  },
  FactorRemoved(state, { data }, stamp) {
    setFactor(state, stamp, text(data['factor']), false);
  },
  OperatorAdded(state, { data }, stamp) {
    state.disabled = later(state.disabled, stamp, false);
    if (typeof data['role'] === 'string') state.role = later(state.role, stamp, data['role']);
  },
  OperatorDisabled(state, _event, stamp) {
    state.disabled = later(state.disabled, stamp, true);
  },
  RoleChanged(state, { data }, stamp) {
    if (typeof data['role'] === 'string') state.role = later(state.role, stamp, data['role']);
  },
};

function clearFailures(state: OperatorState, stamp: Stamp): void {
  if (!isLater(stamp, state.cleared)) return;
  state.cleared = stamp;
  if (state.failures.length > 0) state.failures = state.failures.filter((failure) => isLater(failure, stamp));
}

function setFactor(state: OperatorState, stamp: Stamp, factor: string, enrolled: boolean): void {
  state.factors[factor] = later(state.factors[factor], stamp, enrolled);
}

function setSession(
  state: OperatorState,
  stamp: Stamp,
  terminalId: string,
  id: string,
  opened: Omit<Session, 'id'> | null,
): void {
  const key = `${terminalId}/${id}`;
  const held = state.sessions[key];
  if (held && !isLater(stamp, held.stamp)) return;
  state.sessions[key] = { stamp, value: opened && { id, ...opened } };
  if (held) return;
  const keys = Object.keys(state.sessions);
  if (keys.length <= maxSessions) return;
  const stampOf = (candidate: string) => state.sessions[candidate]!.stamp;
  delete state.sessions[keys.reduce((oldest, each) => (isLater(stampOf(oldest), stampOf(each)) ? each : oldest))];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

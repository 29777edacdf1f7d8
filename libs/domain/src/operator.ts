import type { EventHeader, PayloadOf } from '@tillwatch/events';
import type { ToldVerdict } from './password-conformance.js';
import { isLater, keepLatest, later, stampOf, type Stamp, type Stamped } from './stamped.js';

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

/**
 * `<terminal>/<session>`, when it was last heard of, and if it is open: `true`, or the store it is in. Short, as there are
 * many.
 */
export type SessionMark = readonly [key: string, at: number, open: string | boolean];

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
  /** What a terminal told of the password that was set then. */
  verdict?: Stamped<ToldVerdict>;
  temporaryReset?: Stamp;
  factors: Record<string, Stamped<boolean>>;
  /**
   * The latest `maxSessions`, oldest first; closed ones are kept in case their opening arrives later. What happens in one
   * millisecond leaves a session closed.
   */
  sessions: SessionMark[];
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
  return { id, failures: [], factors: {}, sessions: [], lastSeen: Number.MIN_SAFE_INTEGER, position: 0 };
}

/** Takes one event in, in place. Events that do not speak of the operator's state only move `lastSeen`. */
export function evolveOperator(state: OperatorState, event: OperatorEvent, terminalId: string): void {
  const stamp = stampOf(event.at, event.header.id);
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
    markSession(state, [`${terminalId}/${text(data['sessionId'])}`, stamp[0], header.storeid ?? true]);
  },
  LoginFailed(state, { data }, stamp, terminalId) {
    const reason = text(data['reason']);
    state.failure = later(state.failure, stamp, { terminalId, reason });
    if (failuresOfOthers.has(reason) || !isLater(stamp, state.cleared)) return;
    keepLatest(state.failures, stamp, maxFailures);
  },
  LoggedOut(state, { data }, stamp, terminalId) {
    markSession(state, [`${terminalId}/${text(data['sessionId'])}`, stamp[0], false]);
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
  PasswordChanged(state, { header, data }, stamp) {
    if (isLater(stamp, state.passwordChanged)) state.passwordChanged = stamp;
    const told = verdictOf(data['verdict'], header.storeid);
    if (told) state.verdict = later(state.verdict, stamp, told);
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

function verdictOf(verdict: unknown, storeId: string | undefined): ToldVerdict | undefined {
  if (typeof verdict !== 'object' || verdict === null) return undefined;
  const { profile, profileVersion: version, length, classes, blocklisted, reused } = verdict as Told;
  return { profile, version, length, classes, blocklisted, reused, ...(storeId !== undefined && { storeId }) };
}

type Told = PayloadOf<'PasswordChanged'>['verdict'];

function clearFailures(state: OperatorState, stamp: Stamp): void {
  if (!isLater(stamp, state.cleared)) return;
  state.cleared = stamp;
  if (state.failures.length > 0) state.failures = state.failures.filter((failure) => isLater(failure, stamp));
}

function setFactor(state: OperatorState, stamp: Stamp, factor: string, enrolled: boolean): void {
  state.factors[factor] = later(state.factors[factor], stamp, enrolled);
}

function markSession({ sessions }: OperatorState, mark: SessionMark): void {
  const held = sessions.findIndex(([key]) => key === mark[0]);
  if (held >= 0) {
    if (!isNewerMark(mark, sessions[held]!)) return;
    sessions.splice(held, 1);
  }
  let index = sessions.length;
  while (index > 0 && isOlderSession(mark, sessions[index - 1]!)) index--;
  sessions.splice(index, 0, mark);
  if (sessions.length > maxSessions) sessions.shift();
}

/** Of two opening marks of one session in one millisecond the greater text counts, so that their order does not. */
function isNewerMark([, at, open]: SessionMark, [, heldAt, heldOpen]: SessionMark): boolean {
  if (at !== heldAt) return at > heldAt;
  return heldOpen !== false && (open === false || String(open) > String(heldOpen));
}

function isOlderSession([key, at]: SessionMark, [thanKey, thanAt]: SessionMark): boolean {
  return at < thanAt || (at === thanAt && key < thanKey);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

import type { AlertView, Severity } from './alert-views.js';
import type { RegistrationView } from './registry-views.js';
import type { PasswordVerdictView, OperatorRegistrationView } from './operator-views.js';

/** Answers of the reporting API, as the console reads them. Times are RFC 3339 UTC with milliseconds unless said. */

export type Factor = 'password' | 'pin' | 'card' | 'qr' | 'biometric';
export type Network = 'ethernet' | 'cellular' | 'wifi-private' | 'wifi-public' | 'unknown';

export interface Page<Item> {
  items: Item[];
  /** Opaque; absent on the last page. */
  nextCursor?: string;
}

export interface OperatorView {
  id: string;
  /** At the instant asked for: a lock whose `until` has passed counts as active. */
  status: 'active' | 'locked' | 'disabled';
  role?: string;
  consecutiveFailures: number;
  lock?: { since: string; until?: string; reason: string; terminalId: string };
  sessions: { id: string; terminalId: string; storeId?: string; openedAt: string }[];
  lastSuccess?: { at: string; terminalId: string; storeId?: string };
  lastFailure?: { at: string; terminalId: string; reason: string };
  password: {
    changedAt?: string;
    ageDays?: number;
    mustChange: boolean;
    /** When the policy in force now wants another; absent: it does not, or nobody knows when it was set. */
    dueAt?: string;
    verdict?: PasswordVerdictView;
  };
  factors: Factor[];
  storeId?: string;
  /** Latest corrected event time seen for this operator; absent while no terminal has told of them. */
  lastSeen?: string;
  /** Absent: seen at a terminal, not registered. */
  registration?: OperatorRegistrationView;
  /** Log position of the last event of a terminal that touched this row. */
  position: number;
}

export interface GapView {
  terminalId: string;
  epoch: number;
  /** Sequence numbers as first found missing, inclusive. */
  from: number;
  to: number;
  /** What is still missing, as inclusive ranges; empty once filled. */
  missing: [number, number][];
  status: 'open' | 'filled' | 'lost';
  openedAt: string;
  closedAt?: string;
  reason?: string;
}

export interface TerminalView {
  id: string;
  merchantId?: string;
  /** As registered; for a terminal that is not, as it claims. */
  storeId?: string;
  /** What it claims, where that is another store than the registered one. */
  claimedStoreId?: string;
  registration?: RegistrationView;
  /** When we last recorded anything from it. */
  lastSeen: string;
  /** Latest corrected time among its events. */
  lastEventAt: string;
  /** Between WentOffline and CameOnline, by its own account. */
  offlineSince?: string;
  running: boolean;
  softwareVersion?: string;
  network?: Network;
  networkId?: string;
  posture?: Record<string, unknown>;
  /** Estimated: the terminal's clock minus ours, and how far off that may be. */
  clock?: { offsetMs: number; uncertaintyMs: number; measuredAt: string };
  /** Highest place reached in its journal. */
  journal?: { epoch: number; sequence: number };
  openGaps: GapView[];
  queued?: number;
  /** By the last freeze or unfreeze it acknowledged. */
  frozen: boolean;
  /** What it was told to do and has not acknowledged; `lastLatencyMs`: from issue to effect, of the last it has. */
  commands: { pending: number; oldestPendingAt?: string; lastLatencyMs?: number };
  /** Keys it may seal with. */
  keys: number;
  /** Place and corrected time of the last seal that is trusted: everything in its journal up to there is signed. */
  sealedUntil?: { epoch: number; sequence: number; at: string };
  /** Every event up to this corrected time has arrived, as far as its journal tells; absent without a journal. */
  dataCompleteUntil?: string;
  conflicts: number;
  chainBreaks: number;
  unmapped: number;
  position: number;
}

export interface TerminalKeyView {
  /** First 32 hex digits of the SHA-256 of the raw public key. */
  keyId: string;
  /** Raw Ed25519 key, base64url. */
  publicKey: string;
  status: 'active' | 'retired' | 'revoked';
  registeredAt: string;
  via: 'enrolment' | 'rotation';
  revokedAt?: string;
  reason?: string;
  drainUntil?: { epoch: number; sequence: number };
}

export interface TerminalCommandView {
  /** From 1, in the order they were issued. */
  number: number;
  commandId: string;
  command: 'freeze' | 'unfreeze' | 'end-sessions' | 'demand-password-change';
  operatorId?: string;
  reason: string;
  actor: string;
  /** Who else agreed to it. */
  approvedBy?: string;
  /** Nobody else agreed, and nobody had to. */
  singlePerson?: boolean;
  issuedAt: string;
  status: 'pending' | 'done' | 'refused';
  /** Corrected time at which it took effect or was refused. */
  acknowledgedAt?: string;
  latencyMs?: number;
  /** Why the terminal refused it. */
  refusal?: string;
}

export interface TimelineEntry {
  position: number;
  id: string;
  name: string;
  /** Corrected event time: what the list is ordered by. */
  at: string;
  /** What the terminal claimed. */
  time: string;
  recordedAt: string;
  /** Absent where somebody registered something of an operator at no terminal. */
  terminalId?: string;
  operatorId?: string;
  storeId?: string;
  epoch?: number;
  sequence?: number;
  /** Set when it reached us more than five minutes after it happened: by how much. */
  lateByMs?: number;
  marks?: string[];
  data: Record<string, unknown>;
}

/** One minute of corrected event time. */
export interface CounterView {
  minute: string;
  succeeded: number;
  failed: number;
  locked: number;
  reset: number;
  other: number;
  alerts: number;
}

export interface OverviewView {
  operators: { total: number; locked: number; disabled: number };
  terminals: { total: number; offline: number; withOpenGaps: number; frozen: number };
  alerts: { open: number; bySeverity: Record<Severity, number> };
  /** Last 24 hours, oldest first, minutes without events left out. */
  counters: CounterView[];
  /** Position of the log's end and of what the read models have taken in. */
  position: { log: number; readModels: number };
}

export interface DeadLetterView {
  id: string;
  receivedAt: string;
  via: 'http' | 'kafka';
  code: string;
  message: string;
  path?: string;
  /** Base64 of what arrived, secrets masked, at most 64 KiB. */
  raw: string;
  replayedAt?: string;
}

/** Server-sent events of `GET /v1/live`: `event:` is `kind`, `id:` is opaque, `data:` the JSON of `change`. */
export type LiveMessage =
  | { kind: 'alert'; change: AlertView }
  | { kind: 'operator'; change: OperatorView }
  | { kind: 'terminal'; change: TerminalView }
  | { kind: 'counter'; change: CounterView }
  /** The stream could not hold everything since the last id: fetch the lists again. */
  | { kind: 'resync'; change: { position: number } };

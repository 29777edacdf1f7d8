import type { CommandHandlers } from '../commands/commands.js';
import type { Place } from '../outbox/scan.js';
import type { Policy, Recorded } from '../recording/recorder.js';
import type { KafkaPlace } from '../sending/kafka-transport.js';
import type { Transport } from '../sending/transport.js';
import type { Environment } from './environment.js';
import type {
  FailedLogin,
  Lock,
  Login,
  Logout,
  PasswordChange,
  PasswordReset,
  Location,
  Posture,
  Tamper,
  Unlock,
} from './happenings.js';

export interface TerminalOptions extends CommandHandlers {
  /** Everything the agent keeps; of this terminal alone, used by one process at a time. */
  folder: string;
  /** 1 to 64 of `A-Z a-z 0-9 . _ -`. */
  terminalId: string;
  storeId: string;
  merchantId?: string;
  /** Base address of the platform and the token to send with. Without it nothing is compared, commanded or enrolled. */
  url?: string;
  token?: string;
  /** Events and commands go by Kafka. */
  kafka?: KafkaPlace;
  /** Batches go by this instead. */
  transport?: Transport;
  /** When an event cannot be recorded. Default `strict`. */
  policy?: Policy;
  /** Of the journal on disk, at least 256 KiB. Default 256 MiB. */
  limitBytes?: number;
  /** How long delivered events are kept. Default seven days. */
  keepMs?: number;
  /** Default five minutes; 0: none. */
  heartbeatMs?: number;
  posture?: () => Posture;
  /** Asked at every heartbeat; `undefined` while it is not known. */
  location?: () => Location | undefined;
  /** Zone that times are written in, minutes east of UTC. Default: this machine's. */
  zoneMinutes?: number;
  /** Up to where a signed tree head covers the journal; given, delivered events up to there are not kept longer. */
  coveredUntil?: () => Place | undefined;
  /** `flushed`: only while `flush` is waited for. Default `recorded`. */
  sendWhen?: 'recorded' | 'flushed';
  /** The longest wait between two tries, ms. Default 30 s. */
  longestWaitMs?: number;
  /** Called before each wait for another try. */
  onRetry?: (reason: string, waitMs: number) => void;
  /** False: a crash of the machine may lose what was told. For journals that are thrown away. */
  sync?: boolean;
  /** The epoch of a journal decided beforehand, which nothing announces: the simulator's. */
  plannedEpoch?: number;
  environment?: Partial<Environment>;
}

export type MayLogin =
  | { allowed: true; mustChangePassword: boolean }
  | { allowed: false; code: 'terminal-frozen' | 'outbox-full'; reason: { en: string; zh: string } };

export interface TerminalStatus {
  terminalId: string;
  policy: Policy;
  /** Where the journal stands; none before its first event. */
  head?: Place;
  /** How far it was delivered. */
  delivered?: Place;
  /** Events to be delivered. */
  waiting: number;
  bytes: number;
  /** Nothing more can be recorded now. */
  full: boolean;
  /** Lost and not yet told of. */
  lost: number;
  /** Not taken as sent, over the life of the folder; the latest are in `refused.ndjson`. */
  refused: { rejected: number; conflicts: number };
  frozen: boolean;
  /** The journal was compared with the platform's since the start. */
  compared: boolean;
  /** Why the last try to send failed; none when it did not. */
  problem?: string;
  /** This clock minus the platform's, and the round trip it was measured on. */
  clock?: { clockOffsetMs: number; roundTripMs: number };
  keyId?: string;
}

/**
 * One terminal's journal. `record…` resolve when the event is on disk; what happened may then be shown to the operator.
 * Under `strict` they reject with a `TerminalError` when it cannot be recorded: it must not happen. Under `best-effort`
 * they resolve to `lost`.
 */
export interface Terminal {
  /** Frozen: records a refused attempt instead, then rejects with `terminal-frozen`. */
  recordLogin(login: Login): Promise<Recorded>;
  recordFailedLogin(failure: FailedLogin): Promise<Recorded>;
  recordLogout(logout: Logout): Promise<Recorded>;
  recordLock(lock: Lock): Promise<Recorded>;
  recordUnlock(unlock: Unlock): Promise<Recorded>;
  recordPasswordChange(change: PasswordChange): Promise<Recorded>;
  recordPasswordReset(reset: PasswordReset): Promise<Recorded>;
  recordTamper(tamper: Tamper): Promise<Recorded>;
  /** Any event by its catalogue name. */
  record(name: string, happening?: { operatorId?: string; data?: Record<string, unknown> }): Promise<Recorded>;
  isFrozen(): boolean;
  /** Ask before a login, and show the reason when it is not allowed. */
  mayLogin(operatorId: string): MayLogin;
  status(): TerminalStatus;
  /** Resolves when everything recorded so far was delivered. */
  flush(): Promise<void>;
  /** Makes a key and registers it with a one-time code from the platform; resolves to its id. */
  enrol(code: string): Promise<string>;
  /** Replaces the key; resolves to the id of the new one. */
  rotateKey(): Promise<string>;
  /** Writes and seals what it has and lets go of the folder. Nothing is sent any more. */
  close(): Promise<void>;
}

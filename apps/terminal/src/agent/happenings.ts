/** What a till tells the agent, by event type; docs/event-types.md says what each member means. */
export type Network = 'ethernet' | 'cellular' | 'wifi-private' | 'wifi-public' | 'unknown';
export type Factor = 'password' | 'pin' | 'card' | 'qr' | 'biometric';
export type ResetChannel = 'administrator' | 'vendor' | 'bank' | 'self-service';

interface Connection {
  network?: Network;
  networkId?: string;
}

interface ByOperator {
  operatorId: string;
}

export interface Login extends ByOperator, Connection {
  sessionId: string;
  factors: Factor[];
}

export interface FailedLogin extends Connection {
  /** As it was typed; left out when nothing was. */
  operatorId?: string;
  reason:
    | 'invalid-password'
    | 'unknown-operator'
    | 'operator-locked'
    | 'operator-disabled'
    | 'password-expired'
    | 'factor-failed'
    | 'terminal-frozen'
    | 'service-error';
  consecutiveFailures?: number;
}

export interface Logout extends ByOperator {
  sessionId: string;
  reason: 'operator' | 'idle' | 'closing' | 'replaced' | 'power-loss';
}

export interface Lock extends ByOperator {
  reason: 'too-many-failures' | 'administrator' | 'policy';
  /** RFC 3339; left out when somebody has to unlock. */
  until?: string;
}

export interface Unlock extends ByOperator {
  channel: ResetChannel | 'lock-expired';
  actor?: string;
  caseId?: string;
}

/** What the till's policy says of a new password; never the password. */
export interface PasswordChange extends ByOperator {
  verdict: {
    profile: string;
    profileVersion: string | number;
    length: number;
    classes: number;
    blocklisted: boolean;
    reused: boolean;
    blocklistVersion?: string | number;
  };
  actor?: string;
}

export interface PasswordReset extends ByOperator {
  channel: ResetChannel;
  actor: string;
  caseId?: string;
  temporary: boolean;
}

export interface Tamper {
  kind: 'case-opened' | 'key-mismatch' | 'device-swapped' | 'other';
  detail?: string;
}

/** Where the terminal finds itself to be (WGS 84, degrees), for heartbeats. */
export interface Location {
  latitude: number;
  longitude: number;
  /** It is within so many metres of there. */
  accuracyM?: number;
}

/** Security settings in force, for heartbeats. */
export interface Posture {
  tlsVersion: string;
  /** RFC 3339, a day or an instant. */
  certificateExpires: string;
  lockAfter: number;
  lockMinutes: number;
  minLength: number;
  idleMinutes: number;
  blocklistVersion: string | number;
  policyProfile: string;
}

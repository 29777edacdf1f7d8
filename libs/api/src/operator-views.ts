/** Answers about the register of operators and their training. Times are RFC 3339 UTC with milliseconds unless said. */

export type ScopeClass = 'single-card-cashier' | 'supervisor' | 'administrator' | 'vendor';
export type RegistrationStatus = 'active' | 'suspended' | 'left';
export type TrainingMethod = 'classroom' | 'online' | 'on-the-job' | 'briefing' | 'external';

/** What the register says of an operator. */
export interface OperatorRegistrationView {
  name?: string;
  role: string;
  scopeClass: ScopeClass;
  /** None: everywhere. */
  stores: string[];
  status: RegistrationStatus;
  /** When that became so, and why they are suspended or left. */
  since: string;
  reason?: string;
  registeredBy: string;
  registeredAt: string;
  exemption: ExemptionView;
}

/** What a single-card cashier is spared; a supervisor's work voids it. */
export interface ExemptionView {
  state: 'none' | 'in-force' | 'void';
  /** Of PCI DSS 4.0.1. */
  requirements: string[];
  /** What voided it, oldest first, at most 20. */
  because: { at: string; name: string; terminalId: string; subject?: string }[];
}

/** Answer of every command about a registration. */
export interface OperatorCommandAnswer {
  id: string;
  status: RegistrationStatus;
  revision: number;
}

/** The latest training of an operator on a topic. */
export interface TrainingView {
  operatorId: string;
  name?: string;
  topic: string;
  status: RegistrationStatus;
  stores: string[];
  /** Absent: never trained on it; it was due when they were registered. */
  completedAt?: string;
  method?: TrainingMethod;
  evidence?: string;
  recordedBy?: string;
  dueAt: string;
  overdue: boolean;
  /** When a terminal last told of them. */
  lastSeen?: string;
}

/** What a terminal told of a password, held against the policy that was in force where and when it was set. */
export interface PasswordVerdictView {
  /** What the terminal judged by, as it says. */
  profile: string;
  version: string | number;
  length: number;
  classes: number;
  inForce: { profile: string; version: number };
  faults: ('too-short' | 'classes-missing' | 'blocklisted' | 'reused' | 'other-policy')[];
}

import type { AlertView } from './alert-views.js';
import type { OperatorView, TerminalCommandView } from './views.js';

/** Answers of the routes about recovery cases. Times are RFC 3339 UTC with milliseconds. */

export type RecoveryChannel = 'administrator' | 'vendor' | 'bank' | 'self-service';
export type RecoveryStatus =
  'requested' | 'verifying' | 'approved' | 'rejected' | 'executed' | 'closed' | 'withdrawn' | 'expired';
export type RecoveryStepName =
  'record-cause' | 'verify' | 'add-evidence' | 'approve' | 'execute' | 'await-reset' | 'close';
export type RecoveryCause = 'long-unused' | 'mis-operation' | 'system-fault';
export type EvidenceKind =
  | 'identity-check'
  | 'employment-certificate'
  | 'device-photo'
  | 'purchase-record'
  | 'transaction-record'
  | 'contact-confirmation'
  | 'other';
export type ResetFinding = 'as-ordered' | 'elsewhere' | 'other-channel' | 'not-temporary' | 'before-approval' | 'again';
export type RecoveryCheck = 'password-changed' | 'factor-enrolled' | 'sessions-ended';

interface Done {
  by: string;
  at: string;
}

export interface EvidenceView extends Done {
  evidenceId: string;
  kind: EvidenceKind;
  /** SHA-256 of the document. */
  digest?: string;
  reference?: string;
  custodian: string;
  retainUntil: string;
  /** The document is kept here, encrypted. */
  file?: { type: string; size: number };
  /** The document is no more. */
  destroyed?: { at: string; reason: 'retention-ended' };
}

export interface VerificationView extends Done {
  channel: RecoveryChannel;
  reference?: string;
  device?: { model: string; serial: string };
  transactions?: string[];
  comment?: string;
}

export interface RecoveryOrderView extends Done {
  operatorId: string;
  terminalId: string;
  endSessionsId: string;
  demandChangeId: string;
  answers: { terminalId: string; commandId: string; outcome: 'done' | 'refused'; at: string; reason?: string }[];
}

export interface ResetView {
  terminalId: string;
  eventId: string;
  at: string;
  finding: ResetFinding;
  channel: RecoveryChannel;
  by: string;
  temporary: boolean;
}

export interface RecoveryCaseView {
  id: string;
  status: RecoveryStatus;
  channel: RecoveryChannel;
  /** Whose password it is. */
  operatorId: string;
  /** The same person's own sign-in here. */
  account?: string;
  terminalId: string;
  storeId?: string;
  reason: string;
  /** Version of the text the requester vouched by. */
  attestation: string;
  alertId?: string;
  requested: Done;
  cause?: Done & { cause: RecoveryCause; onsetAt: string; comment?: string };
  evidence: EvidenceView[];
  /** What the channel's list asks for, and what of it is still to be handed in. */
  checklist: EvidenceKind[];
  missingEvidence: EvidenceKind[];
  verification?: VerificationView;
  failedVerifications: (VerificationView & { fault: string })[];
  /** `onePersonStore`: decided alone, by the exception registered for the store. */
  approval?: Done & { onePersonStore?: boolean; comment?: string };
  rejection?: Done & { reason: string };
  withdrawal?: Done & { reason: string };
  orders: RecoveryOrderView[];
  resets: ResetView[];
  executed?: ResetView;
  steps: { step: RecoveryCheck; at: string; terminalId: string }[];
  closing?: Done & { unmet: RecoveryCheck[]; comment?: string };
  expiredAt?: string;
  /** While it stands no document is destroyed. */
  hold?: Done & { reason: string };
  assignee?: string;
  ticket?: string;
  contacts: (Done & { party: string; means: string; reached: boolean; comment?: string })[];
  useReports: (Done & { noticedAt: string; description: string; alertId?: string })[];
  /** What is to be done now, by when, and whether that has passed; absent once it is over. */
  next?: {
    step: RecoveryStepName;
    dueAt: string;
    overdue: boolean;
    /** Why it is another's to take than the caller's; absent: it is not, as far as people go. */
    forOthers?: 'subject' | 'requester' | 'approver';
  };
  /** When it is over if nobody finishes it. */
  expiresAt?: string;
  position: number;
  /** Of the last event in its stream: what a command may say it was decided upon. */
  revision: number;
}

/** Answer of every command about a case. */
export interface RecoveryCommandAnswer {
  id: string;
  status: RecoveryStatus;
  revision: number;
}

/** One event of a case's stream. */
export interface RecoveryHistoryEntry {
  revision: number;
  position: number;
  name: string;
  at: string;
  /** Absent: a terminal's doing, or time's. */
  actor?: string;
  data: Record<string, unknown>;
}

/** An event of a terminal about the operator while the case was open. */
export interface TerminalFactView {
  position: number;
  name: string;
  at: string;
  recordedAt: string;
  terminalId: string;
  eventId: string;
  data: Record<string, unknown>;
}

/** Who may decide alone in a store until then, and who said so; `until` may be over. */
export interface OnePersonStoreView {
  storeId: string;
  person: string;
  reason: string;
  until: string;
  registered: Done;
}

/** Where an operator can be reached, most of it masked. */
export interface ContactView {
  kind: 'phone' | 'mail';
  masked: string;
  registered: Done;
  /** From then on it counts for self-service: a contact that was changed just before may be somebody else's. */
  standsFrom: string;
}

/** All there is on a case. */
export interface RecoveryDossierView {
  case: RecoveryCaseView;
  /** Oldest first. */
  timeline: RecoveryHistoryEntry[];
  /** Everybody who did anything, with what. */
  people: { name: string; did: string[] }[];
  terminalFacts: TerminalFactView[];
  commands: TerminalCommandView[];
  /** The alert it came from, and every other about the operator. */
  alerts: AlertView[];
  operator?: OperatorView;
  /** SHA-256 of the canonical JSON of all the rest. */
  digest: string;
}

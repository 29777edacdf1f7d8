import type { DoneByView } from './registry-views.js';

/** Answers about control failures, daily and access reviews, and what takes two people. Times are RFC 3339 UTC. */

export type SecurityControl =
  | 'network-security'
  | 'intrusion-detection'
  | 'change-detection'
  | 'anti-malware'
  | 'physical-access'
  | 'logical-access'
  | 'audit-logging'
  | 'log-review'
  | 'segmentation'
  | 'security-testing'
  | 'other';

export interface ControlFailureView {
  id: string;
  control: SecurityControl;
  status: 'open' | 'resumed' | 'closed';
  startedAt: string;
  description: string;
  cause?: string;
  /** The recovery case that showed it. */
  caseId?: string;
  opened: DoneByView;
  /** `resumedAt`: when the control worked again; `at`: when somebody said so. */
  resumed?: DoneByView & { resumedAt: string; fix: string };
  /** From failure to resumption. */
  durationMs?: number;
  closed?: DoneByView & { riskAssessment: string };
}

export type DailyCheck =
  | 'alert-unhandled'
  | 'gap-open'
  | 'clock-fault'
  | 'dead-letters'
  | 'unsigned-terminal'
  | 'control-failure'
  | 'inspection-overdue'
  | 'freeze-unconfirmed'
  | 'parked-event';

export interface DailyException {
  check: DailyCheck;
  /** An id of what it is about: an alert, a terminal, a record. */
  subject: string;
  detail?: string;
}

/** What the automatic checks of a day found: a function of the log up to a position, and of that day's dead letters. */
export interface DailyContent {
  alerts: { total: number; bySeverity: Record<string, number>; byStatus: Record<string, number> };
  /** Who did anything about them, in order of their names. */
  handlers: string[];
  /** How many exceptions each check has, also those that are not listed. */
  checks: Record<DailyCheck, number>;
  /** At most 50 of each check. */
  exceptions: DailyException[];
}

export interface DailyReviewView {
  /** The date. */
  id: string;
  date: string;
  zone: string;
  position: number;
  /** SHA-256 of the canonical JSON of the content. */
  digest: string;
  compiled: DoneByView;
  signedOff?: DoneByView & { note: string; singlePerson: boolean };
  alerts: number;
  exceptions: number;
}

export interface DailyReviewDetail extends DailyReviewView {
  content: DailyContent;
}

export type AccessDecision = 'keep' | 'change' | 'remove';

export interface AccessReviewView {
  id: string;
  opened: DoneByView;
  dueAt: string;
  storeId?: string;
  /** `decided`: every account is, and nobody has closed it yet. */
  status: 'open' | 'decided' | 'closed';
  /** It is not closed, and was to be by now. */
  overdue: boolean;
  accounts: number;
  undecided: number;
  decisions: Record<AccessDecision, number>;
  closed?: DoneByView & { note?: string };
}

export interface ReviewedAccountView {
  id: string;
  status: string;
  role?: string;
  storeId?: string;
  scopeClass?: string;
  lastSeen?: string;
  decided?: DoneByView & { decision: AccessDecision; reason: string };
  effect?: ReviewEffect;
}

/** An account of the platform's own. */
export interface ReviewedConsoleAccountView {
  id: string;
  username: string;
  name: string;
  kind: string;
  roles: string[];
  status: string;
  stores?: string[];
  until?: string;
  /** The last sign-in, or use of a token; absent: never. */
  lastUsed?: string;
  /** Not used for 90 days. */
  dormant: boolean;
  decided?: DoneByView & { decision: AccessDecision; reason: string };
  effect?: ReviewEffect;
}

/** What became of a decision to change or to remove when the review was closed: done by it, or for somebody to do. */
export type ReviewEffect = 'disabled' | 'to-do';

export interface AccessReviewDetail extends AccessReviewView {
  items: ReviewedAccountView[];
  consoleItems: ReviewedConsoleAccountView[];
}

/** `nextDue`: half a year after the last one began; `overdue`: that has passed, or there never was one. */
export interface AccessReviewList {
  items: AccessReviewView[];
  nextDue?: string;
  overdue: boolean;
}

export interface FourEyesView {
  /** False: one person is enough, and what they do alone is marked `singlePerson`. */
  required: boolean;
  /** Absent: nobody ever said. */
  changed?: DoneByView & { reason: string };
}

export interface ControlRequestView {
  id: string;
  terminalId: string;
  command: 'freeze' | 'unfreeze';
  reason: string;
  status: 'pending' | 'approved' | 'rejected';
  requested: DoneByView;
  /** The freeze was issued at once, as this command, and is to be confirmed by then. */
  commandId?: string;
  confirmBy?: string;
  approved?: DoneByView & { reason?: string };
  rejected?: DoneByView & { reason: string };
}

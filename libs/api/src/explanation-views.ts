import type { AlertStatus, RuleStage, Severity } from './alert-views.js';
import type { DeadlineView } from './deadline-views.js';
import type { TimelineEntry } from './views.js';

/** Answers about why a rule fired or did not. Times are RFC 3339 UTC with milliseconds. */

export interface Said {
  en: string;
  zh: string;
}

/** What a rule made of one event, in event order. */
export interface ExplanationStep {
  /** With corrected, claimed and recorded time. */
  event: TimelineEntry;
  /** A finding starts, is more than it was, or neither. */
  outcome: 'none' | 'opened' | 'revised' | 'withdrawn';
  /** Of what was found then. */
  alertId?: string;
  severity?: Severity;
  count?: number;
  /** Whether the rule counted the event; absent where it cannot say. */
  counts?: boolean;
  progress?: { value: number; threshold: number; windowMs: number };
  /** Of a Sigma rule: each field it compares, what the event holds there, and whether that is what it looks for. */
  compared?: { field: string; value: (string | number | boolean)[]; met: boolean }[];
  /** Where the rule stood after it. */
  state: Said;
}

/** What a rule counts to. */
export interface RuleLimits {
  /** How far back an event matters, ms. */
  windowMs: number;
  tiers: { count: number; windowMs: number; severity: Severity }[];
}

export interface AlertExplanation {
  alert: string;
  rule: string;
  /** That raised it, and that is here now: the steps are by the latter. */
  ruleVersion: number;
  currentVersion?: number;
  key: string;
  limits?: RuleLimits;
  /**
   * The event at which it fired, as history is known now, and what it held then; absent when the rule as it is would not
   * fire. `lateByMs`: of the alert.
   */
  fired?: { eventId: string; at: string; recordedAt: string; severity: Severity; count: number; lateByMs: number };
  /** From one window before its first event to its last, the latest 500. */
  steps: ExplanationStep[];
  truncated: boolean;
  answer: Said;
}

export type Held =
  | { kind: 'stage'; stage: RuleStage; store?: string; since?: string }
  | { kind: 'silence'; id: string; author: string; reason: string; from: string; until: string };

export interface RuleExplanation {
  rule: string;
  version: number;
  key: string;
  from: string;
  to: string;
  /** What it takes, in words; a Sigma rule is its own. */
  firesWhen?: Said;
  /** Absent of a deadline. */
  limits?: RuleLimits;
  steps: ExplanationStep[];
  truncated: boolean;
  /** How often it saw which events, and which of those it looks at it did not see at all. */
  seen: { name: string; count: number }[];
  unseen: string[];
  /** Of a deadline: what is not done now, and due before the end of the span. */
  due?: { state: DeadlineView['state']; startedAt: string; dueAt: string; details: Record<string, unknown> }[];
  /** Alerts this rule raised about the key that touch the span. */
  alerts: { id: string; status: AlertStatus; severity: Severity; count: number; firstAt: string; lastAt: string }[];
  /** Of the events at which it did not fire, where it was nearest. */
  nearest?: { eventId: string; at: string; value: number; threshold: number; windowMs: number };
  /** Terminals whose data is not complete up to the end of the span: what they have yet to tell may change this. */
  pending: { terminalId: string; dataCompleteUntil: string }[];
  /** What kept, or keeps, people from being told. */
  held: Held[];
  answer: Said;
}

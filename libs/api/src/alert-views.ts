/** Answers about alerts, silences, rules and risk. Times are RFC 3339 UTC with milliseconds unless said. */

export type Severity = 'low' | 'medium' | 'high' | 'critical';
export type AlertStatus = 'open' | 'acknowledged' | 'resolved' | 'superseded';
export type ResolutionReason = 'true-positive' | 'benign' | 'false-positive' | 'duplicate' | 'test';
export type RuleStage = 'draft' | 'shadow' | 'live' | 'retired';

export interface AlertView {
  id: string;
  rule: string;
  ruleVersion: number;
  severity: Severity;
  /** `superseded`: later-arriving history showed a better account of the same thing; `supersededBy` names it. */
  status: AlertStatus;
  supersededBy?: string;
  /** Of a deadline: when what was overdue was done, after its time. The status stays what people make of it. */
  clearedAt?: string;
  title: { en: string; zh: string };
  /** `operator:o-7`, `terminal:t-3`, `store:s-1` or `actor:a-2`: what the rule counted by. */
  key: string;
  operatorId?: string;
  terminalId?: string;
  storeId?: string;
  count: number;
  /** Corrected event times of the first and last event in it. */
  firstAt: string;
  lastAt: string;
  /** CloudEvents ids, in event order, at most 50. */
  evidence: string[];
  details: Record<string, unknown>;
  raisedAt: string;
  /** Raised, or last reopened: where the clocks start. */
  openedAt: string;
  /** When somebody has to have acknowledged and resolved it, by its severity. */
  acknowledgeBy: string;
  resolveBy: string;
  /** Which of the two has passed, the worse one, at the time of the answer. */
  overdue?: 'acknowledge' | 'resolve';
  acknowledged?: { by: string; at: string };
  assignee?: string;
  resolution?: ResolutionView;
  /** Of times it was reopened since, oldest first, at most 20. */
  earlierResolutions: ResolutionView[];
  /** The alert that explains this one: nobody is told of it while that is open. */
  inhibitedBy?: string;
  /** Silences in force that are about it: nobody is told of it. */
  silencedBy?: SilenceMark[];
  /** The deciding event reached us more than five minutes after it happened. */
  late: boolean;
  lateByMs: number;
  /** Found when somebody had the past judged again, not while it happened. */
  backfill?: boolean;
  position: number;
  /** Of the last event in its stream: what a command may say it was decided upon. */
  revision: number;
}

export interface ResolutionView {
  reason: ResolutionReason;
  duplicateOf?: string;
  comment?: string;
  by: string;
  at: string;
  /** What was judged. */
  severity: Severity;
  count: number;
}

export interface SilenceMark {
  id: string;
  author: string;
  reason: string;
  until: string;
}

/** Answer of every command about an alert. */
export interface AlertCommandAnswer {
  id: string;
  status: AlertStatus;
  assignee?: string;
  revision: number;
}

/** One event of an alert's stream: what the rule found, or what somebody did. */
export interface AlertHistoryEntry {
  revision: number;
  position: number;
  name: string;
  at: string;
  /** Absent: detection. */
  actor?: string;
  data: Record<string, unknown>;
}

/** Alerts that a rule counted by the same key, as one. */
export interface AlertGroupView {
  key: string;
  count: number;
  /** Of the most severe. */
  severity: Severity;
  firstAt: string;
  lastAt: string;
  rules: string[];
  /** Id of the one raised last. */
  latest: string;
}

export interface SilenceView {
  id: string;
  matchers: { rule?: string; key?: string; store?: string; severity?: Severity };
  /** Who answers for it. */
  author: string;
  reason: string;
  from: string;
  until: string;
  remindAt: string;
  state: 'pending' | 'active' | 'expired';
  /** It is in force and about to end. */
  remind: boolean;
  created: { by: string; at: string };
  /** Ended before its time. */
  expired?: { by: string; at: string; reason?: string };
}

export interface RuleView {
  id: string;
  version: number;
  severity: Severity;
  title: { en: string; zh: string };
  /** What it takes, or when a deadline is due; a Sigma rule is its own. */
  firesWhen?: { en: string; zh: string };
  runbook: { en: string; zh: string };
  falsePositives: { en: string; zh: string };
  knownGaps: { en: string; zh: string };
  references: string[];
  /** Where no store is named otherwise, now. */
  stage: RuleStage;
  /** Stores whose stage is another. */
  exceptions: { store: string; stage: RuleStage }[];
  /** Newest first, of every version. */
  stageChanges: StageChangeView[];
  scorecard: ScorecardView;
}

/** A document of the shop's rules that was left out when they were loaded. */
export interface FaultyRuleView {
  /** Path within their folder. */
  file: string;
  line: number;
  /** What is wrong, in one word. */
  code: string;
  reason: { en: string; zh: string };
}

export interface StageChangeView {
  version: number;
  stage: RuleStage;
  /** Absent: everywhere. */
  stores?: string[];
  reason: string;
  actor: string;
  at: string;
}

/** What became of a rule's alerts of the last 30 days, by corrected time of their last event. */
export interface ScorecardView {
  rule: string;
  from: string;
  to: string;
  alerts: number;
  open: number;
  superseded: number;
  resolved: Record<ResolutionReason, number>;
  /** True positives, benign and false positives. */
  sample: number;
  /** Share of true positives among them. */
  precision?: number;
  verdict: 'keep' | 'tune' | 'retire' | 'too-few';
  /** Medians, from when an alert was opened. */
  acknowledgeMs?: number;
  resolveMs?: number;
}

/** What a rule in shadow would have raised an alert for. */
export interface ShadowFindingView {
  /** The alert would have had this id. */
  id: string;
  rule: string;
  ruleVersion: number;
  severity: Severity;
  key: string;
  operatorId?: string;
  terminalId?: string;
  storeId?: string;
  count: number;
  firstAt: string;
  lastAt: string;
  evidence: string[];
  details: Record<string, unknown>;
  /** First recorded. */
  recordedAt: string;
  late: boolean;
  lateByMs: number;
  superseded: boolean;
  position: number;
}

export interface EntityRiskView {
  id: string;
  /** Sum over its alerts of weight by severity × 2^(-age / 7 days). */
  score: number;
  alerts: number;
  lastAt: string;
}

export interface RiskView {
  kind: 'operator' | 'terminal' | 'store';
  asOf: string;
  /** Highest first. */
  items: EntityRiskView[];
}

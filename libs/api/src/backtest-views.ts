import type { AlertStatus, Severity } from './alert-views.js';

/** Lines of the answer to `POST /v1/rules/{id}/backtest` (NDJSON). Times are RFC 3339 UTC with milliseconds. */
export type BacktestLine =
  | { progress: BacktestProgress }
  | { finding: BacktestFinding }
  | { noLonger: BacktestVanished }
  /** Last, when everything was read. */
  | { summary: BacktestSummary }
  /** Last, when it could not go on. */
  | { error: { code: string; message: string } };

/** Lines of the answer to `POST /v1/rules/{id}/backfill` (NDJSON). */
export type BackfillLine =
  | { progress: BacktestProgress }
  | { raised: Pick<BacktestFinding, 'id' | 'severity' | 'key' | 'count' | 'firstAt' | 'lastAt'> }
  | { summary: BackfillSummary }
  | { error: { code: string; message: string } };

export interface BackfillSummary {
  rule: string;
  version: number;
  from: string;
  to: string;
  keys: number;
  events: number;
  findings: number;
  raised: number;
  /** Told before: as an alert, or as the record of a rule in shadow. */
  known: number;
  /** In a store where the rule is not live now: nobody is told. */
  held: number;
  limitHits: number;
}

export interface BacktestProgress {
  /** Operators, terminals: what the rule counts by. */
  keysDone: number;
  keys: number;
  /** Events that the rule saw. */
  events: number;
  findings: number;
}

export interface BacktestFinding {
  /** The alert has, or would have, this id. */
  id: string;
  severity: Severity;
  key: string;
  operatorId?: string;
  terminalId: string;
  storeId?: string;
  count: number;
  firstAt: string;
  lastAt: string;
  /** CloudEvents ids, in event order, at most 50. */
  evidence: string[];
  details: Record<string, unknown>;
  lateByMs: number;
  /** Who was told of it then. `withdrawn`: an alert was raised and superseded. */
  told: 'alert' | 'shadow' | 'withdrawn' | 'nobody';
  /** It was told with other content. */
  differs: boolean;
}

/** An alert of the range that the rule as it is would not raise. */
export interface BacktestVanished {
  id: string;
  severity: Severity;
  status: AlertStatus;
  ruleVersion: number;
  key: string;
  count: number;
  firstAt: string;
  lastAt: string;
}

export interface BacktestSummary {
  rule: string;
  version: number;
  from: string;
  to: string;
  /** Log position up to which events were looked at. */
  position: number;
  keys: number;
  events: number;
  findings: number;
  /** Lines `finding` and `noLonger` that were sent; more are only counted. */
  printed: number;
  bySeverity: Record<Severity, number>;
  /** Of the findings, by who was told then. */
  told: Record<BacktestFinding['told'], number>;
  differs: number;
  /** Alerts of the range that would not be raised any more. */
  noLonger: number;
  /** Findings that could not be judged because they start further back than is held of a key. */
  limitHits: number;
  /** Of rules that count: the threshold in force, and the findings there would be with others. */
  threshold?: number;
  thresholds?: { threshold: number; findings: number }[];
}

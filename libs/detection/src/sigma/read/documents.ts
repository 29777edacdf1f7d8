import type { Place } from '../problem.js';
import type { Detection } from './read-detection.js';
import type { LocatedMap, Named } from './located.js';

export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type SigmaLevel = (typeof levels)[number];

export interface Logsource {
  category?: string;
  product?: string;
  service?: string;
}

/** What rules and correlations say of themselves. */
export interface SigmaHead {
  place: Place;
  /** As it was written: what it says beyond what is read here. */
  source: LocatedMap;
  title: string;
  id?: string;
  /** Unique among all rules read together. */
  name?: string;
  level?: SigmaLevel;
  status?: string;
  description?: string;
  tags: string[];
}

export interface RuleDocument extends SigmaHead {
  kind: 'rule';
  taxonomy: string;
  logsource: Logsource;
  detection: Detection;
}

export const correlationTypes = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
] as const;
export type CorrelationType = (typeof correlationTypes)[number];

export const thresholdOperators = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;
export type ThresholdOperator = (typeof thresholdOperators)[number];

export interface Threshold {
  operator: ThresholdOperator;
  value: number;
}

export interface CorrelationDocument extends SigmaHead {
  kind: 'correlation';
  type: CorrelationType;
  /** Ids or names. */
  rules: Named[];
  groupBy: string[];
  timespanMs: number;
  /** By alias, then by rule as it is called in `rules`: the field in that rule's events. */
  aliases: Map<string, Map<string, string>>;
  /** All must hold. */
  thresholds: Threshold[];
  /** Whose values are counted, added or averaged; empty for those that count events or rules. */
  fields: string[];
  /** 0 to 100; only with `value_percentile`, and optional there. */
  percentile?: number;
  /** The rules it refers to are also matched on their own. */
  generate: boolean;
}

export interface FilterDocument {
  kind: 'filter';
  place: Place;
  source: LocatedMap;
  title: string;
  taxonomy: string;
  logsource: Logsource;
  /** Ids or names; `any` for every rule of the logsource. */
  rules: Named[] | 'any';
  detection: Detection;
}

export type SigmaDocument = RuleDocument | CorrelationDocument | FilterDocument;

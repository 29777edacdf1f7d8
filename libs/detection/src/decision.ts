import type { Observation } from './observation.js';
import type { Finding, Grouping, Rule } from './rule.js';

/** What the rules count by: `{ groupBy: 'operator', value: 'o-7' }`. */
export interface Key {
  groupBy: Grouping;
  value: string;
}

/** A finding that is already an open alert in the log. */
export interface KnownFinding {
  alertId: string;
  rule: string;
  finding: Finding;
}

/**
 * What must be appended because of new observations.
 * `raise`: the alert's stream must not exist yet. `revise`: the same finding has become more than it was.
 * `supersede`: late history shows the finding never stood like this; `by` names the alert that now tells it, if one does.
 */
export type Decision = {
  alertId: string;
  rule: Rule;
  key: Key;
} & (
  | { kind: 'raise'; finding: Finding; lateByMs: number; terminalId?: string; operatorId?: string; storeId?: string }
  | { kind: 'revise'; finding: Finding; lateByMs: number }
  | { kind: 'supersede'; by?: string }
);

/**
 * Folds every rule over the history of each key it meets. Holds a bounded number of keys in memory; the edge loads what
 * is missing. Findings after any sequence of calls depend only on the set of events observed.
 */
export interface DetectionEngine {
  /** How far before a key's newest event its history must reach, ms. */
  readonly horizon: number;
  /** Keys these observations touch whose history is not in memory; `load` each before `observe`. */
  missing(observations: readonly Observation[]): Key[];
  /** `history`: what the log held for the key before these observations, any order. */
  load(key: Key, history: readonly Observation[], known: readonly KnownFinding[]): void;
  /** Duplicates by id are ignored. Decisions come sorted by alert id; call once per batch, then append them. */
  observe(observations: readonly Observation[]): Decision[];
  /** Drops what is held of a key, so that the next batch loads it again (history was revised, or an append failed). */
  forget(key: Key): void;
  forgetAll(): void;
}

import type { Observation } from './observation.js';
import type { Finding, Grouping, Rule } from './rule.js';

/** What the rules count by: `{ groupBy: 'operator', value: 'o-7' }`. */
export interface Key {
  groupBy: Grouping;
  value: string;
}

/** A finding that the log already tells of. */
export interface KnownFinding {
  alertId: string;
  rule: string;
  /** As last raised or revised. */
  finding: Finding;
  /** The alert's latest event is `AlertSuperseded`. */
  superseded?: boolean;
}

/**
 * What must be appended because of new observations.
 * - `raise`: a finding nobody was told of; the alert's stream must not exist yet
 * - `revise`: the same finding has become more than it was, or differs because late history was filled in. On a superseded
 *   alert it opens the alert again: history that came later still shows that the finding stood after all
 * - `supersede`: late history shows the finding never stood like this; `by` names the alert that now tells it, if one does
 *
 * `lateByMs`: how long after it happened the latest arriving evidence was recorded; 0 up to five minutes.
 * `terminalId`, `operatorId` and `storeId` are those of the key and of the event that starts the finding; what is found of
 * a store is of no terminal, and who acts is named as operator.
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

/** What the engine let go because of its limits, since it was made; for metrics. */
export interface EngineCounters {
  /** Times the history of one rule and key was cut to its oldest permitted length, mid-episode or not. */
  limitHits: number;
  /** Events older than the history held for their key: stored evidence that no rule judged. */
  tooLate: number;
  /** Keys dropped because others were used more recently; they are loaded again when met. */
  evictedKeys: number;
}

/** Something of one key that the engine could not judge as it should. */
export interface LimitMet {
  /** `too-late`: older than what is held of the key. `history-cut`: the key has more events than are held. */
  kind: 'too-late' | 'history-cut';
  key: Key;
  /** Ids of the rules that it is about. */
  rules: ReadonlySet<string>;
  /** Not judged, or the one at which the history was cut; the first 50. */
  events: readonly Observation[];
  count: number;
}

/**
 * Folds every rule over the history of each key it meets. Holds a bounded number of keys in memory; the edge loads what
 * is missing. Findings after any sequence of calls depend only on the set of events observed, as long as none is more
 * than 72 hours older than its key's newest; older than what is held, an event is counted in `tooLate` and not judged.
 */
export interface DetectionEngine {
  /** How far before a key's newest event its history must reach, ms, by what rules count by. */
  readonly horizon: Readonly<Record<Grouping, number>>;
  /** Names of the events its history must hold, marked ones apart. */
  readonly names: Readonly<Record<Grouping, readonly string[]>>;
  /** Names of those it must hold beyond the horizon, and for how long, ms; of each slot the newest is enough. */
  readonly lasting: Readonly<Record<Grouping, ReadonlyMap<string, number>>>;
  readonly counters: Readonly<EngineCounters>;
  /** Whether any rule wants such an event or one with its marks: the others need not be observed. */
  watches(event: Pick<Observation, 'name' | 'marks' | 'data'>): boolean;
  /** Keys these observations touch whose history is not in memory; `load` each before `observe`. */
  missing(observations: readonly Observation[]): Key[];
  /**
   * `history`: what the log held for the key before these observations, any order; it MUST reach `horizon` before its own
   * newest event, and hold the `lasting` ones before that. `known`: every alert of the key that starts within it, superseded ones too. What they disagree
   * about is decided by the next `observe`.
   */
  load(key: Key, history: readonly Observation[], known: readonly KnownFinding[]): void;
  /**
   * Duplicates are ignored. Decisions come sorted by alert id; call once per batch, then append them. Only the end of the
   * batch counts: what changed twice within it is reported once. Throws `Error` if a key was not loaded.
   */
  observe(observations: readonly Observation[]): Decision[];
  /** Limits met since the last call, one for each key: they are to be told, too. */
  takeLimits(): LimitMet[];
  /** Nothing was appended for this decision: its finding is untold, as if never decided, until it changes. */
  decline(decision: Decision): void;
  /** Drops what is held of a key, so that the next batch loads it again (history was revised, or an append failed). */
  forget(key: Key): void;
  forgetAll(): void;
}

import type { Mark } from '@tillwatch/events';
import type { Observation } from './observation.js';

export type Severity = 'low' | 'medium' | 'high' | 'critical';

export interface Text {
  en: string;
  zh: string;
}

/** What a rule found: a function of the ordered events of one key, never of how they arrived. */
export interface Finding {
  /** CloudEvents id of the event that starts it: with rule and key, its identity. */
  anchor: string;
  severity: Severity;
  count: number;
  /** Corrected event times, ms. */
  firstAt: number;
  lastAt: number;
  /** CloudEvents ids in event order, at most 50. */
  evidence: string[];
  details: Record<string, unknown>;
}

/** Events whose effect does not wear off with time: a terminal that was frozen is frozen until it is released. */
export interface Lasting {
  /** Their catalogue names, all of them in `on`. */
  on: readonly string[];
  /** What such an event sets; the newest of each slot is remembered for good. `undefined`: nothing that lasts. */
  slot(event: Observation): string | undefined;
}

/** `count` hits within `windowMs` make a finding of this severity. */
export interface Tier {
  count: number;
  windowMs: number;
  severity: Severity;
}

/** How far a rule was from finding something, once it had seen an event. */
export interface Progress {
  /** Whether it counted that event. */
  counts: boolean;
  /** What it held then, and how much of it makes a finding. */
  value: number;
  threshold: number;
  windowMs: number;
}

export type Grouping = 'operator' | 'terminal';

/**
 * A detection rule: a pure fold over the events of one key in event order.
 *
 * `evolve` may change `state` in place and returns a finding when this event opens one or makes it more than it was
 * (same anchor = same finding, the later return replaces the earlier). What it returns MUST depend only on the events
 * folded so far, so that any arrival order ends in the same findings.
 */
export interface Rule<State = unknown> {
  id: string;
  version: number;
  severity: Severity;
  title: Text;
  runbook: Text;
  falsePositives: Text;
  knownGaps: Text;
  /** `PCI DSS 4.0.1 8.3.4`, `ATT&CK T1110.001`. */
  references: readonly string[];
  /** Catalogue names this rule wants to see. */
  on: readonly string[];
  /** It also sees events of any name that carry one of these marks. */
  onMarks?: readonly Mark[];
  groupBy: Grouping;
  /**
   * How far back an event can matter to a later one, ms: after a longer pause the state is as good as new, but for what
   * the newest event of each lasting slot has set.
   */
  window: number;
  lasting?: Lasting;
  initialState(): State;
  evolve(state: State, event: Observation): Finding | undefined;
  /** What a rule counts to, by rising severity. */
  tiers?: readonly Tier[];
  /** The same rule with another count in its lowest tier, the others in proportion: what a backtest tries. */
  withThreshold?(count: number): Rule;
  /** For people who ask why it fired or did not: where it stands after `event`. Must not change `state`. */
  progress?(state: State, event: Observation): Progress | undefined;
  examples: readonly Example[];
}

/** A stream and what it must raise; one spec runs them all, shuffled, doubled and 48 hours late too. */
export interface Example {
  name: string;
  events: readonly Observation[];
  /** Severity and count of each expected finding, in order of `firstAt`; empty: must not fire. */
  expect: readonly { severity: Severity; count: number }[];
}

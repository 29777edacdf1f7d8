import type { Mark } from '@tillwatch/events';
import type { Observation } from './observation.js';
import type { Expression } from './sigma/read/expression.js';

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

/** What a rule found turned out to be nothing, by an event that follows in order: it is no finding any more. */
export interface Withdrawal {
  /** The anchor of the finding; nothing happens when there is none. */
  withdraws: string;
}

/** Events whose effect does not wear off with time: a terminal that was frozen is frozen until it is released. */
export interface Lasting {
  /** Their catalogue names, all of them in `on`. */
  on: readonly string[];
  /** What such an event sets; the newest of each slot is remembered. `undefined`: nothing that lasts. */
  slot(event: Observation): string | undefined;
  /** For how long, ms: at least the rule's `window`. Absent: for good. */
  forMs?: number;
}

/** `count` hits within `windowMs` make a finding of this severity. */
export interface Tier {
  count: number;
  windowMs: number;
  severity: Severity;
  /** What else must be true of those hits, given in order. */
  met?(hits: readonly Observation[]): boolean;
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

/** One field that a rule compares, what an event holds there, and whether that is what is looked for. */
export interface Comparison {
  field: string;
  value: readonly (string | number | boolean)[];
  met: boolean;
}

/**
 * What rules count by: the operator an event is about, the terminal it happened at, the store that stands in, or the person
 * who acted: whoever carried out a reset or an unlock, and whoever was given another role or a recovery (`actorOf`).
 */
export const groupings = ['operator', 'terminal', 'store', 'actor'] as const;
export type Grouping = (typeof groupings)[number];

/**
 * A detection rule: a pure fold over the events of one key in event order.
 *
 * `evolve` may change `state` in place and returns a finding when this event opens one or makes it more than it was
 * (same anchor = same finding, the later return replaces the earlier). What it returns MUST depend only on the events
 * folded so far, so that any arrival order ends in the same findings. A `Withdrawal` takes back what was returned before,
 * no later than `window` after the finding's last event.
 */
export interface Rule<State = unknown> {
  id: string;
  version: number;
  severity: Severity;
  title: Text;
  /** What it takes, in a sentence; a Sigma rule is its own. */
  firesWhen?: Text;
  runbook: Text;
  falsePositives: Text;
  knownGaps: Text;
  /** `PCI DSS 4.0.1 8.3.4`, `ATT&CK T1110.001`. */
  references: readonly string[];
  /** Catalogue names this rule wants to see. */
  on: readonly string[];
  /** It also sees events of any name that carry one of these marks. */
  onMarks?: readonly Mark[];
  /** Of the events named in `on` it wants only these: for names too common to be looked at one by one. */
  wants?(event: Pick<Observation, 'name' | 'data'>): boolean;
  /**
   * Sigma rules only, over the members of an observation: an event that does not fulfil it changes nothing, so it need not
   * be shown to `evolve`, and one index over all rules finds those whose business an event is.
   */
  selection?: Expression;
  /** A shop's own rule: the stage each of its versions is put in when it is first loaded. Absent: one of ours, live at once. */
  startsIn?: 'shadow' | 'live';
  groupBy: Grouping;
  /**
   * How far back an event can matter to a later one, ms: after a longer pause the state is as good as new, but for what
   * the newest event of each lasting slot has set.
   */
  window: number;
  lasting?: Lasting;
  initialState(): State;
  evolve(state: State, event: Observation): Finding | Withdrawal | undefined;
  /**
   * A copy that later events do not change, of a state that is small. With it, an event that comes a little out of order
   * costs the events after it and not the whole history: for keys that many terminals write to at once.
   */
  copyState?(state: State): State;
  /** What a rule counts to, by rising severity. */
  tiers?: readonly Tier[];
  /** The same rule with another count in its lowest tier, the others in proportion: what a backtest tries. */
  withThreshold?(count: number): Rule;
  /** For people who ask why it fired or did not: where it stands after `event`. Must not change `state`. */
  progress?(state: State, event: Observation): Progress | undefined;
  /** For them too, of a rule that compares fields: each comparison with what the event holds. */
  comparisons?(event: Observation): readonly Comparison[];
  examples: readonly Example[];
}

/** A stream and what it must raise; one spec runs them all, shuffled, doubled and 48 hours late too. */
export interface Example {
  name: string;
  events: readonly Observation[];
  /** Severity and count of each expected finding, in order of `firstAt`; empty: must not fire. */
  expect: readonly { severity: Severity; count: number }[];
}

import type { Key } from './decision.js';
import { LATENESS_MS } from './engine.js';
import { eventOrders } from './event-order.js';
import type { Observation } from './observation.js';
import { alertIdOf, lateness } from './reconcile.js';
import type { Finding, Rule, Withdrawal } from './rule.js';

/** Events of a key looked back on, as many as the live engine holds. */
const MAX_RECENT = 5_000;

/** How far before a range the events must reach that a rule is folded over, ms: as far as for the live engine. */
export function lookBackOf({ window }: Rule): number {
  return LATENESS_MS + window;
}

/** What a rule would have found. */
export interface Found {
  /** Of the alert that would have told it. */
  alertId: string;
  finding: Finding;
  /** The event it starts with. */
  opening: Observation;
  /** As a decision has it. */
  lateByMs: number;
}

export interface BacktestRange {
  /** Findings that start before this corrected time, ms, are not of this range: the events are context. */
  from: number;
  /** Only findings that start in these stores. */
  stores?: readonly string[] | undefined;
}

/**
 * A rule, and variants of it of which only the number of findings matters, over the events of one key, given in event
 * order. Holds the latest 5,000 of them, so a finding that starts further back is not told, as it is not live.
 */
export class KeyBacktest {
  private readonly main: Folding;
  private readonly variants: Folding[];
  private recent: Observation[] = [];
  private readonly found = new Map<string, Found>();
  private readonly starts: Set<string>[];
  /** Findings that could not be told because they start too far back. */
  limitHits = 0;

  constructor(
    readonly rule: Rule,
    readonly key: Key,
    private readonly range: BacktestRange,
    variants: readonly Rule[] = [],
  ) {
    this.main = new Folding(rule);
    this.variants = variants.map((variant) => new Folding(variant));
    this.starts = variants.map(() => new Set());
  }

  take(event: Observation): void {
    const last = this.recent.at(-1);
    if (last && eventOrders[this.rule.groupBy](last, event) === 0) return; // the same event again
    if (this.recent.length >= 2 * MAX_RECENT) this.recent = this.recent.slice(-MAX_RECENT);
    this.recent.push(event);
    const found = this.main.take(event);
    if (found) this.note(found);
    this.variants.forEach((variant, index) => {
      const other = variant.take(event);
      if (!other) return;
      if ('withdraws' in other) this.starts[index]!.delete(other.withdraws);
      else if (this.openingOf(other.anchor)) this.starts[index]!.add(other.anchor);
    });
  }

  /** In the order in which they start. */
  get findings(): Found[] {
    return [...this.found.values()];
  }

  /** By variant. */
  get counts(): number[] {
    return this.starts.map((anchors) => anchors.size);
  }

  private note(found: Finding | Withdrawal): void {
    if ('withdraws' in found) return void this.found.delete(found.withdraws);
    const { anchor } = found;
    const opening = this.found.get(anchor)?.opening ?? this.openingOf(anchor);
    if (!opening) return;
    const alertId = alertIdOf(this.rule.id, this.key, anchor);
    this.found.set(anchor, { alertId, finding: found, opening, lateByMs: lateness(this.recent, found) });
  }

  /** Of a finding of this range. */
  private openingOf(anchor: string): Observation | undefined {
    const { from, stores } = this.range;
    const opening = this.recent.findLast(({ id }) => id === anchor);
    if (!opening) this.limitHits++;
    if (!opening || opening.at < from) return undefined;
    return !stores || (opening.storeId !== undefined && stores.includes(opening.storeId)) ? opening : undefined;
  }
}

class Folding {
  private readonly state: unknown;

  constructor(private readonly rule: Rule) {
    this.state = rule.initialState();
  }

  take(event: Observation): Finding | Withdrawal | undefined {
    return this.rule.evolve(this.state, event);
  }
}

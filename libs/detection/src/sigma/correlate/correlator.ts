import type { ResolvedCorrelation, ResolvedSet } from '../resolve/resolve-set.js';
import { CorrelationNode, type Arrival, type CorrelationMatch, type Outcome } from './correlation-node.js';
import { noneCounted, type CorrelationCounters, type CorrelationLimits, type Held } from './limits.js';
import type { EventReference, Values } from './occurrence.js';

/** A rule that matched an event, with the field values that correlations ask for. */
export interface RuleHit {
  /** Number of the rule in its set. */
  rule: number;
  values: Values;
}

/**
 * Follows the correlations of a set over one stream of events. Windows slide on event time: a correlation holds at an event
 * when the events of its group within `timespan` before it, itself included, fulfil the thresholds.
 */
export class Correlator {
  readonly counters: CorrelationCounters = noneCounted();
  private readonly nodes: { correlation: ResolvedCorrelation; node: CorrelationNode }[];
  /** By number of a rule or correlation: the correlations that refer to it, and as which of their rules. */
  private readonly parents: { node: number; child: number }[][];
  /** Numbers of the correlations whose windows are judged at their end. */
  private readonly ending: number[];
  private readonly held: Held = { groups: 0, events: 0 };
  private now = -Infinity;
  private order = 0;

  constructor(
    private readonly set: ResolvedSet,
    private readonly limits: CorrelationLimits,
  ) {
    this.parents = [...set.rules, ...set.correlations].map(() => []);
    set.correlations.forEach(({ children }, node) => {
      children.forEach((number, child) => this.parents[number]!.push({ node, child }));
    });
    this.nodes = set.correlations.map((correlation, number) => {
      const followed = this.parents[set.rules.length + number]!.some(({ node }) => isTemporal(set.correlations[node]!));
      const bounds = { limits, counters: this.counters, held: this.held };
      return { correlation, node: new CorrelationNode(correlation.document, followed, bounds) };
    });
    this.ending = this.nodes.flatMap(({ node }, number) => (node.atEnd ? [number] : []));
  }

  /** Whether any correlation wants to hear of a rule. */
  wants(rule: number): boolean {
    return this.parents[rule]!.length > 0;
  }

  /**
   * Takes what one event matched; events must come in order of `at` (ms since 1970), those of the same time in the order of
   * their input. One that comes after a later one is counted and left out.
   */
  push(at: number, event: EventReference, hits: readonly RuleHit[]): CorrelationMatch[] {
    if (at < this.now) {
      this.counters.unordered++;
      return [];
    }
    const matches = this.closeBefore(at);
    this.now = at;
    const order = ++this.order;
    const inboxes = new Map<number, Arrival[]>();
    for (const { rule, values } of hits) {
      this.deliver(inboxes, rule, { occurrence: { at, order, values, events: () => [event] } });
    }
    matches.push(...this.settle(inboxes));
    this.keepWithinLimits();
    return matches;
  }

  /** There are no more events: judges the windows that were waiting for their end. */
  end(): CorrelationMatch[] {
    return this.closeBefore(Infinity);
  }

  /** Closes, in order of time, the windows that are over before `at`. */
  private closeBefore(at: number): CorrelationMatch[] {
    const matches: CorrelationMatch[] = [];
    for (let next = this.nextEnding(at); next !== undefined; next = this.nextEnding(at)) {
      const inboxes = new Map<number, Arrival[]>();
      matches.push(...this.spread(inboxes, next, this.nodes[next]!.node.closeNext(++this.order)));
      matches.push(...this.settle(inboxes));
    }
    return matches;
  }

  private nextEnding(before: number): number | undefined {
    let next: number | undefined;
    let end = before;
    for (const number of this.ending) {
      if (this.nodes[number]!.node.nextEnd >= end) continue;
      next = number;
      end = this.nodes[number]!.node.nextEnd;
    }
    return next;
  }

  /** Lets each correlation that something arrived for judge it, inner ones first. */
  private settle(inboxes: Map<number, Arrival[]>): CorrelationMatch[] {
    const matches: CorrelationMatch[] = [];
    while (inboxes.size) {
      const next = Math.min(...inboxes.keys());
      const arrivals = inboxes.get(next)!;
      inboxes.delete(next);
      const { node } = this.nodes[next]!;
      node.sweep(arrivals[0]!.occurrence.at);
      matches.push(...this.spread(inboxes, next, node.receive(arrivals)));
    }
    return matches;
  }

  private spread(inboxes: Map<number, Arrival[]>, node: number, outcomes: readonly Outcome[]): CorrelationMatch[] {
    for (const outcome of outcomes) this.deliver(inboxes, this.set.rules.length + node, outcome);
    const { reported } = this.nodes[node]!.correlation;
    return reported ? outcomes.flatMap(({ match }) => (match ? [match] : [])) : [];
  }

  /**
   * To those who count, an inner correlation that goes on to hold is nothing new; to those who ask what was true within a
   * timespan, it is true until it ends.
   */
  private deliver(inboxes: Map<number, Arrival[]>, number: number, { occurrence, match }: Outcome): void {
    for (const { node, child } of this.parents[number]!) {
      if (occurrence.inner && !match && !isTemporal(this.nodes[node]!.correlation)) continue;
      inboxes.set(node, [...(inboxes.get(node) ?? []), { child, occurrence }]);
    }
  }

  private keepWithinLimits(): void {
    const tooMuch = (): boolean => this.held.groups > this.limits.maxGroups || this.held.events > this.limits.maxEvents;
    if (!tooMuch()) return;
    for (const { node } of this.nodes) node.sweep(this.now);
    const weight = ({ node }: { node: CorrelationNode }): number => node.events + node.groups.size;
    while (tooMuch()) this.nodes.reduce((a, b) => (weight(b) > weight(a) ? b : a)).node.dropStalest();
  }
}

function isTemporal({ document }: ResolvedCorrelation): boolean {
  return document.type === 'temporal' || document.type === 'temporal_ordered';
}

/** What the correlations of a set must know of the events that a rule matches, by number of the rule. */
export function wantedFields(set: ResolvedSet): string[][] {
  const wanted = [...set.rules, ...set.correlations].map(() => new Set<string>());
  // From the outermost inwards: what an inner correlation cannot answer itself, its own rules must.
  for (let i = set.correlations.length - 1; i >= 0; i--) {
    const { document, children } = set.correlations[i]!;
    const asked = [...document.groupBy, ...document.fields];
    const passedOn = [...wanted[set.rules.length + i]!].filter((name) => !document.groupBy.includes(name));
    children.forEach((number, child) => {
      for (const name of asked)
        wanted[number]!.add(document.aliases.get(name)?.get(document.rules[child]!.text) ?? name);
      for (const name of passedOn) wanted[number]!.add(name);
    });
  }
  return wanted.slice(0, set.rules.length).map((names) => [...names]);
}

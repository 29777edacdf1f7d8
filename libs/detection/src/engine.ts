import type { Decision, DetectionEngine, EngineCounters, Key, KnownFinding, LimitMet } from './decision.js';
import { compareText } from './event-order.js';
import { interestOf, keyValueOf, type Interest } from './interest.js';
import { KeyHistory, type Admissions } from './key-history.js';
import { happenedBy, type Lane } from './lane.js';
import { LimitsMet } from './limits-met.js';
import type { Observation } from './observation.js';
import { RecentKeys } from './recent-keys.js';
import { reconcile } from './reconcile.js';
import { groupings, type Grouping, type Rule } from './rule.js';

/** How late an event may come and still be judged together with what happened around it. */
export const LATENESS_MS = 72 * 3_600_000;

export interface EngineLimits {
  /** Operators, terminals, stores and actors held in memory, of each kind. */
  maxKeys?: number;
  /** Events held per rule and key. */
  maxEventsPerKey?: number;
  /** Keys of short history whose states are held; those of others are folded again when met (`KeyHistory.rest`). */
  maxAwakeKeys?: number;
}

/** An engine that folds `rules`; see `DetectionEngine`. */
export function createDetectionEngine(rules: readonly Rule[], limits: EngineLimits = {}): DetectionEngine {
  const { maxKeys = 50_000, maxEventsPerKey = 5_000, maxAwakeKeys = 8_192 } = limits;
  return new Engine(rules, { maxKeys, maxEventsPerKey, maxAwakeKeys });
}

class Engine implements DetectionEngine, Admissions {
  readonly horizon: Readonly<Record<Grouping, number>>;
  readonly names: Readonly<Record<Grouping, readonly string[]>>;
  readonly lasting: Readonly<Record<Grouping, ReadonlyMap<string, number>>>;
  readonly counters: EngineCounters = { limitHits: 0, tooLate: 0, evictedKeys: 0 };
  private readonly interest: Interest;
  /** By id of the rule. */
  private readonly numbers: ReadonlyMap<string, number>;
  /** Names that some rule wants all of. */
  private readonly watched: ReadonlySet<string>;
  private readonly choosy: readonly Rule[];
  /** Those by which any rule counts. */
  private readonly groupings: readonly Grouping[];
  private readonly entries: Record<Grouping, RecentKeys<KeyHistory>>;
  /** Those whose lanes hold states, longest first. */
  private awake: KeyHistory[] = [];
  /** What changed since the last batch was settled. */
  private queue: Lane[] = [];
  private readonly limits = new LimitsMet();

  constructor(
    private readonly rules: readonly Rule[],
    private readonly limitsOf: Required<EngineLimits>,
  ) {
    this.interest = interestOf(rules);
    this.numbers = new Map(rules.map(({ id }, number) => [id, number]));
    this.watched = new Set(rules.flatMap(({ on, wants }) => (wants ? [] : on)));
    this.choosy = rules.filter(({ wants }) => wants);
    this.groupings = groupings.filter((grouping) => rules.some(({ groupBy }) => groupBy === grouping));
    const by = (grouping: Grouping) => rules.filter(({ groupBy }) => groupBy === grouping);
    this.horizon = eachGrouping((grouping) => LATENESS_MS + Math.max(0, ...by(grouping).map(({ window }) => window)));
    this.names = eachGrouping((grouping) => [...new Set(by(grouping).flatMap(({ on }) => on))]);
    this.lasting = eachGrouping((grouping) => lastingNames(by(grouping)));
    this.entries = eachGrouping(() => new RecentKeys(limitsOf.maxKeys));
  }

  watches(event: Pick<Observation, 'name' | 'marks' | 'data'>): boolean {
    if (event.marks !== undefined || this.watched.has(event.name)) return true;
    return this.choosy.some(({ on, wants }) => on.includes(event.name) && wants!(event));
  }

  missing(observations: readonly Observation[]): Key[] {
    const values = eachGrouping(() => new Set<string>());
    for (const event of observations) {
      for (const grouping of this.groupings) {
        if (!this.interest(event, grouping).length) continue;
        const value = keyValueOf(event, grouping);
        if (value !== undefined && !this.entries[grouping].get(value)) values[grouping].add(value);
      }
    }
    return this.groupings.flatMap((groupBy) => [...values[groupBy]].map((value) => ({ groupBy, value })));
  }

  load(key: Key, history: readonly Observation[], known: readonly KnownFinding[]): void {
    this.forget(key);
    const entry = new KeyHistory(key, this.rules);
    this.entries[key.groupBy].set(key.value, entry);
    if (!history.length && !known.length) return;
    this.wake(entry);
    const newest = history.reduce((latest, event) => Math.max(latest, happenedBy(event)), -Infinity);
    const cutAt = newest - this.horizon[key.groupBy];
    // Few of many rules have to do with one key, so nothing here is done for all of them.
    const concerned = new Set<number>();
    entry.fill(history, (event) => {
      let interested = this.interest(event, key.groupBy);
      if (event.at < cutAt && this.lasting[key.groupBy].has(event.name)) {
        interested = interested.filter((rule) => this.rules[rule]!.lasting?.on.includes(event.name));
      }
      for (const rule of interested) concerned.add(rule);
      return interested;
    });
    for (const { rule } of known) if (this.numbers.has(rule)) concerned.add(this.numbers.get(rule)!);
    for (const rule of concerned) {
      const told = known.filter((finding) => finding.rule === this.rules[rule]!.id);
      const lane = entry.lane(rule);
      lane.load(cutAt, told);
      this.added(lane);
    }
  }

  observe(observations: readonly Observation[]): Decision[] {
    for (const event of observations) for (const grouping of this.groupings) this.take(event, grouping);
    const decisions = this.settle();
    for (const grouping of this.groupings) this.counters.evictedKeys += this.entries[grouping].shrink();
    this.rest();
    return decisions.sort((a, b) => compareText(a.alertId, b.alertId));
  }

  takeLimits(): LimitMet[] {
    return this.limits.take();
  }

  decline(decision: Decision): void {
    if (decision.kind === 'supersede') return;
    const entry = this.entries[decision.key.groupBy].get(decision.key.value);
    const rule = this.numbers.get(decision.rule.id);
    if (rule !== undefined) entry?.lane(rule).told?.delete(decision.finding.anchor);
  }

  forget(key: Key): void {
    const entry = this.entries[key.groupBy].get(key.value);
    if (!entry) return;
    this.entries[key.groupBy].delete(key.value);
    if (this.queue.length) this.queue = this.queue.filter((lane) => lane.key !== entry.key);
  }

  forgetAll(): void {
    for (const grouping of groupings) this.entries[grouping].clear();
    this.queue = [];
    this.awake = [];
    this.limits.take();
  }

  added(lane: Lane): void {
    if (lane.queued) return;
    lane.queued = true;
    this.queue.push(lane);
  }

  tooLate(lane: Lane, event: Observation): void {
    this.counters.tooLate++;
    this.limits.note('too-late', lane, event);
  }

  private take(event: Observation, grouping: Grouping): void {
    const interested = this.interest(event, grouping);
    if (!interested.length) return;
    const value = keyValueOf(event, grouping);
    if (value === undefined) return;
    const entry = this.entries[grouping].get(value);
    if (!entry) throw new Error(`the history of a ${grouping} was not loaded before its events were observed`);
    if (!entry.isAwake) this.wake(entry);
    entry.add(event, interested, this);
  }

  private wake(entry: KeyHistory): void {
    entry.isAwake = true;
    this.awake.push(entry);
  }

  /** Half of them, so that it is not done at every event; a key that is used all the time wakes again. */
  private rest(): void {
    const { maxAwakeKeys } = this.limitsOf;
    if (this.awake.length <= maxAwakeKeys) return;
    for (const entry of this.awake.splice(0, this.awake.length - Math.floor(maxAwakeKeys / 2))) entry.rest();
  }

  /** Folds once per lane, after all events of the batch are in their places. */
  private settle(): Decision[] {
    const decisions: Decision[] = [];
    for (const lane of this.queue) {
      lane.queued = false;
      lane.fold();
      if (lane.unsettled) reconcile(lane, decisions);
      lane.trim(LATENESS_MS + lane.rule.window);
      if (lane.cut(this.limitsOf.maxEventsPerKey)) {
        this.counters.limitHits++;
        this.limits.note('history-cut', lane, lane.events.at(-1)!);
      }
    }
    this.queue = [];
    return decisions;
  }
}

function eachGrouping<Value>(valueOf: (grouping: Grouping) => Value): Record<Grouping, Value> {
  return Object.fromEntries(groupings.map((grouping) => [grouping, valueOf(grouping)])) as Record<Grouping, Value>;
}

function lastingNames(rules: readonly Rule[]): Map<string, number> {
  const names = new Map<string, number>();
  for (const { lasting } of rules) {
    for (const name of lasting?.on ?? []) names.set(name, Math.max(names.get(name) ?? 0, lasting!.forMs ?? Infinity));
  }
  return names;
}

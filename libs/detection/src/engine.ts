import type { Decision, DetectionEngine, EngineCounters, Key, KnownFinding, LimitMet } from './decision.js';
import { compareText } from './event-order.js';
import { interestOf, keyValueOf, type Interest } from './interest.js';
import { happenedBy, Lane } from './lane.js';
import { LimitsMet } from './limits-met.js';
import type { Observation } from './observation.js';
import { RecentKeys } from './recent-keys.js';
import { reconcile } from './reconcile.js';
import type { Grouping, Rule } from './rule.js';

/** How late an event may come and still be judged together with what happened around it. */
export const LATENESS_MS = 72 * 3_600_000;

export interface EngineLimits {
  /** Operators, and terminals, held in memory. */
  maxKeys?: number;
  /** Events held per rule and key. */
  maxEventsPerKey?: number;
}

/** An engine that folds `rules`; see `DetectionEngine`. */
export function createDetectionEngine(rules: readonly Rule[], limits: EngineLimits = {}): DetectionEngine {
  return new Engine(rules, limits.maxKeys ?? 50_000, limits.maxEventsPerKey ?? 5_000);
}

/** Everything held of one operator or terminal. */
interface Entry {
  key: Key;
  /** By index of the rule; made when its first event comes. */
  lanes: (Lane | undefined)[];
}

const groupings: readonly Grouping[] = ['operator', 'terminal'];

class Engine implements DetectionEngine {
  readonly horizon: number;
  readonly lasting: Readonly<Record<Grouping, readonly string[]>>;
  readonly counters: EngineCounters = { limitHits: 0, tooLate: 0, evictedKeys: 0 };
  private readonly interest: Interest;
  private readonly watched: ReadonlySet<string>;
  private readonly entries: Record<Grouping, RecentKeys<Entry>>;
  /** What changed since the last batch was settled. */
  private queue: Lane[] = [];
  private readonly limits = new LimitsMet();

  constructor(
    private readonly rules: readonly Rule[],
    maxKeys: number,
    private readonly maxEventsPerKey: number,
  ) {
    this.interest = interestOf(rules);
    this.watched = new Set(rules.flatMap((rule) => rule.on));
    this.horizon = LATENESS_MS + Math.max(0, ...rules.map((rule) => rule.window));
    this.lasting = { operator: lastingNames(rules, 'operator'), terminal: lastingNames(rules, 'terminal') };
    this.entries = { operator: new RecentKeys(maxKeys), terminal: new RecentKeys(maxKeys) };
  }

  watches(name: string, marks: readonly string[] | undefined): boolean {
    return marks !== undefined || this.watched.has(name);
  }

  missing(observations: readonly Observation[]): Key[] {
    const values: Record<Grouping, Set<string>> = { operator: new Set(), terminal: new Set() };
    for (const event of observations) {
      for (const grouping of groupings) {
        if (!this.interest(event, grouping).length) continue;
        const value = keyValueOf(event, grouping);
        if (value !== undefined && !this.entries[grouping].get(value)) values[grouping].add(value);
      }
    }
    return groupings.flatMap((groupBy) => [...values[groupBy]].map((value) => ({ groupBy, value })));
  }

  load(key: Key, history: readonly Observation[], known: readonly KnownFinding[]): void {
    this.forget(key);
    const entry: Entry = { key, lanes: [] };
    this.entries[key.groupBy].set(key.value, entry);
    if (!history.length && !known.length) return;
    const newest = history.reduce((latest, event) => Math.max(latest, happenedBy(event)), -Infinity);
    const cutAt = newest - this.horizon;
    const perRule = this.rules.map((): Observation[] => []);
    for (const event of history) {
      const isOld = event.at < cutAt && this.lasting[key.groupBy].includes(event.name);
      for (const rule of this.interest(event, key.groupBy)) {
        if (!isOld || this.rules[rule]!.lasting) perRule[rule]!.push(event);
      }
    }
    perRule.forEach((events, rule) => {
      const told = known.filter((finding) => finding.rule === this.rules[rule]!.id);
      if (!events.length && !told.length) return;
      const lane = laneOf(entry, rule, this.rules);
      lane.load(events, cutAt, told);
      this.enqueue(lane);
    });
  }

  observe(observations: readonly Observation[]): Decision[] {
    for (const event of observations) for (const grouping of groupings) this.take(event, grouping);
    const decisions = this.settle();
    for (const grouping of groupings) this.counters.evictedKeys += this.entries[grouping].shrink();
    return decisions.sort((a, b) => compareText(a.alertId, b.alertId));
  }

  takeLimits(): LimitMet[] {
    return this.limits.take();
  }

  decline(decision: Decision): void {
    if (decision.kind === 'supersede') return;
    const lanes = this.entries[decision.key.groupBy].get(decision.key.value)?.lanes;
    lanes?.[this.rules.indexOf(decision.rule)]?.told?.delete(decision.finding.anchor);
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
    this.limits.take();
  }

  private take(event: Observation, grouping: Grouping): void {
    const interested = this.interest(event, grouping);
    if (!interested.length) return;
    const value = keyValueOf(event, grouping);
    if (value === undefined) return;
    const entry = this.entries[grouping].get(value);
    if (!entry) throw new Error(`the history of a ${grouping} was not loaded before its events were observed`);
    for (const rule of interested) {
      const lane = laneOf(entry, rule, this.rules);
      const outcome = lane.add(event);
      if (outcome === 'added') this.enqueue(lane);
      else if (outcome === 'too-late') {
        this.counters.tooLate++;
        this.limits.note('too-late', lane, event);
      }
    }
  }

  private enqueue(lane: Lane): void {
    if (lane.queued) return;
    lane.queued = true;
    this.queue.push(lane);
  }

  /** Folds once per lane, after all events of the batch are in their places. */
  private settle(): Decision[] {
    const decisions: Decision[] = [];
    for (const lane of this.queue) {
      lane.queued = false;
      lane.fold();
      if (lane.unsettled) reconcile(lane, decisions);
      lane.trim(this.horizon);
      if (lane.cut(this.maxEventsPerKey)) {
        this.counters.limitHits++;
        this.limits.note('history-cut', lane, lane.events.at(-1)!);
      }
    }
    this.queue = [];
    return decisions;
  }
}

function lastingNames(rules: readonly Rule[], grouping: Grouping): string[] {
  return [...new Set(rules.flatMap(({ groupBy, lasting }) => (groupBy === grouping && lasting ? lasting.on : [])))];
}

function laneOf(entry: Entry, rule: number, rules: readonly Rule[]): Lane {
  return (entry.lanes[rule] ??= new Lane(rules[rule]!, entry.key));
}

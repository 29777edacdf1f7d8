import { compareText } from './event-order.js';
import type { Decision, DetectionEngine, EngineCounters, Key, KnownFinding } from './decision.js';
import { happenedBy, Lane } from './lane.js';
import type { Observation } from './observation.js';
import { RecentKeys } from './recent-keys.js';
import { reconcile } from './reconcile.js';
import type { Grouping, Rule } from './rule.js';

/** How late an event may come and still be judged together with what happened around it. */
const LATENESS_MS = 72 * 3_600_000;

/** What intake puts in place of a typed operator id that nobody has: not a person, so not a key. */
const UNKNOWN_OPERATOR = 'unknown-';

export interface EngineLimits {
  /** Operators, and terminals, held in memory. */
  maxKeys?: number;
  /** Events held per rule and key. */
  maxEventsPerKey?: number;
}

/** Everything held of one operator or terminal. */
interface Entry {
  key: Key;
  /** By index of the rule; made when its first event comes. */
  lanes: (Lane | undefined)[];
}

const groupings: readonly Grouping[] = ['operator', 'terminal'];

/** An engine that folds `rules`; see `DetectionEngine`. */
export function createDetectionEngine(
  rules: readonly Rule[],
  { maxKeys = 50_000, maxEventsPerKey = 5_000 }: EngineLimits = {},
): DetectionEngine {
  const interest = interestOf(rules);
  const horizon = LATENESS_MS + Math.max(0, ...rules.map((rule) => rule.window));
  const entries = { operator: new RecentKeys<Entry>(maxKeys), terminal: new RecentKeys<Entry>(maxKeys) };
  const counters: EngineCounters = { limitHits: 0, tooLate: 0, evictedKeys: 0 };
  let queue: { entry: Entry; lane: Lane }[] = [];

  function laneOf(entry: Entry, rule: number): Lane {
    return (entry.lanes[rule] ??= new Lane(rules[rule]!));
  }

  function enqueue(entry: Entry, lane: Lane): void {
    if (lane.queued) return;
    lane.queued = true;
    queue.push({ entry, lane });
  }

  function forget(key: Key): void {
    const entry = entries[key.groupBy].get(key.value);
    if (!entry) return;
    entries[key.groupBy].delete(key.value);
    queue = queue.filter((queued) => queued.entry !== entry);
  }

  function take(event: Observation, grouping: Grouping): void {
    const interested = interest(event, grouping);
    const value = interested.length ? keyOf(event, grouping) : undefined;
    if (value === undefined) return;
    const entry = entries[grouping].get(value);
    if (!entry) throw new Error(`the history of a ${grouping} was not loaded before its events were observed`);
    for (const rule of interested) {
      const lane = laneOf(entry, rule);
      const outcome = lane.add(event);
      if (outcome === 'added') enqueue(entry, lane);
      else if (outcome === 'too-late') counters.tooLate++;
    }
  }

  function settle(): Decision[] {
    const decisions: Decision[] = [];
    for (const { entry, lane } of queue) {
      lane.queued = false;
      lane.fold();
      if (lane.refolded || lane.changed.size) reconcile(lane, entry.key, decisions);
      lane.trim(horizon);
      if (lane.cut(maxEventsPerKey)) counters.limitHits++;
    }
    queue = [];
    return decisions.sort((a, b) => compareText(a.alertId, b.alertId));
  }

  return {
    horizon,
    counters,
    missing(observations) {
      const keys = { operator: new Set<string>(), terminal: new Set<string>() };
      for (const event of observations) {
        for (const groupBy of groupings) {
          const value = interest(event, groupBy).length ? keyOf(event, groupBy) : undefined;
          if (value !== undefined && !entries[groupBy].get(value)) keys[groupBy].add(value);
        }
      }
      return groupings.flatMap((groupBy) => [...keys[groupBy]].map((value) => ({ groupBy, value })));
    },
    load(key, history, known) {
      forget(key);
      const entry: Entry = { key, lanes: [] };
      entries[key.groupBy].set(key.value, entry);
      const cutAt = history.reduce((newest, event) => Math.max(newest, happenedBy(event)), -Infinity) - horizon;
      const perRule = rules.map((): Observation[] => []);
      for (const event of history) for (const rule of interest(event, key.groupBy)) perRule[rule]!.push(event);
      perRule.forEach((events, rule) => {
        const told = known.filter((one) => one.rule === rules[rule]!.id);
        if (!events.length && !told.length) return;
        const lane = laneOf(entry, rule);
        lane.load(events, cutAt, told);
        enqueue(entry, lane);
      });
    },
    observe(observations) {
      for (const event of observations) for (const grouping of groupings) take(event, grouping);
      const decisions = settle();
      for (const grouping of groupings) counters.evictedKeys += entries[grouping].shrink();
      return decisions;
    },
    forget,
    forgetAll() {
      for (const grouping of groupings) entries[grouping] = new RecentKeys<Entry>(maxKeys);
      queue = [];
    },
  };
}

/** Which rules (by index) see an event through a grouping; answers are shared, so asking allocates nothing. */
function interestOf(rules: readonly Rule[]): (event: Observation, grouping: Grouping) => readonly number[] {
  const nobody: readonly number[] = [];
  const byName = { operator: new Map<string, number[]>(), terminal: new Map<string, number[]>() };
  rules.forEach((rule, index) => {
    for (const name of rule.on) byName[rule.groupBy].set(name, [...(byName[rule.groupBy].get(name) ?? []), index]);
  });
  const marked = rules.flatMap((rule, index) => (rule.onMarks ? [index] : []));
  return (event, grouping) => {
    const named = byName[grouping].get(event.name) ?? nobody;
    if (event.marks === undefined) return named;
    const sees = (index: number) =>
      rules[index]!.groupBy === grouping && rules[index]!.onMarks!.some((mark) => event.marks!.includes(mark));
    return [...new Set([...named, ...marked.filter(sees)])];
  };
}

function keyOf(event: Observation, grouping: Grouping): string | undefined {
  if (grouping === 'terminal') return event.terminalId;
  return event.operatorId?.startsWith(UNKNOWN_OPERATOR) ? undefined : event.operatorId;
}

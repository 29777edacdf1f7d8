import type { CorrelationDocument } from '../read/documents.js';
import { hasUpperBound, holds } from '../read/threshold.js';
import type { Scalar } from '../value/scalar.js';
import type { Group } from './group.js';
import type { CorrelationCounters, CorrelationLimits, Held } from './limits.js';
import type { EventReference, Occurrence } from './occurrence.js';
import { openWindow } from './open-window.js';

export interface CorrelationMatch {
  correlation: CorrelationDocument;
  /** When it came true, ms since 1970; for a window that is judged at its end, that end. */
  at: number;
  /** Values of group-by, by name. */
  group: ReadonlyMap<string, Scalar>;
  /** What the thresholds were compared with. */
  measure: number;
  /** Every event in the window, or of an ordered correlation those from the first of the chain. */
  events: EventReference[];
}

/** A correlation holds at this moment; `match` when that is news. */
export interface Outcome {
  occurrence: Occurrence;
  match?: CorrelationMatch;
}

/** What all correlations of a run share. */
export interface Bounds {
  limits: CorrelationLimits;
  counters: CorrelationCounters;
  held: Held;
}

/** Which of the correlation's rules came true. */
export interface Arrival {
  child: number;
  occurrence: Occurrence;
}

/** One correlation with all its groups. Time comes from the occurrences, which arrive in its order. */
export class CorrelationNode {
  /** Least recently touched first. */
  readonly groups = new Map<string, Group>();
  /** Judged when the window of the first event is over: whether few enough came is not known before. */
  readonly atEnd: boolean;
  /** Events in all its windows. */
  events = 0;
  /** Of windows that are judged at their end, in order of it. */
  private readonly closing: Group[] = [];

  /** `followed`: somebody asks whether it holds, not only whether it began to. */
  constructor(
    readonly document: CorrelationDocument,
    private readonly followed: boolean,
    private readonly bounds: Bounds,
  ) {
    const counts = ['event_count', 'value_count', 'temporal'].includes(document.type);
    this.atEnd = counts && document.thresholds.some(hasUpperBound);
  }

  /** What one event (or one inner match) brought. */
  receive(arrivals: readonly Arrival[]): Outcome[] {
    const touched = new Set<Group>();
    // From the last rule to the first: in an ordered correlation an event does not follow itself.
    for (const { child, occurrence } of arrivals.toSorted((a, b) => b.child - a.child)) {
      const group = this.groupOf(child, occurrence);
      if (group && this.put(group, child, occurrence)) touched.add(group);
      else this.bounds.counters.incomplete++;
    }
    return this.atEnd ? [] : [...touched].flatMap((group) => this.judge(group, group.latest));
  }

  /** When the next window is over that is judged then; Infinity when none is open. */
  get nextEnd(): number {
    const next = this.closing[0];
    return next ? next.openedAt + this.document.timespanMs : Infinity;
  }

  /** `order`: of what comes of it, which no event completes. */
  closeNext(order: number): Outcome[] {
    const group = this.closing.shift()!;
    const outcomes = this.judge(group, { at: group.openedAt + this.document.timespanMs, order });
    this.forget(group);
    return outcomes;
  }

  /** Lets go of groups whose window is over. */
  sweep(now: number): void {
    for (const group of this.groups.values()) {
      if (group.latest.at + this.document.timespanMs >= now) return;
      this.forget(group);
    }
  }

  dropStalest(): void {
    const [stalest] = this.groups.values();
    const place = this.closing.indexOf(stalest!);
    if (place >= 0) this.closing.splice(place, 1);
    this.forget(stalest!);
    this.bounds.counters.groupsDropped++;
  }

  private groupOf(child: number, occurrence: Occurrence): Group | undefined {
    const values = new Map<string, Scalar>();
    for (const name of this.document.groupBy) {
      const value = occurrence.values.get(fieldOf(this.document, child, name));
      if (value === undefined) return undefined;
      values.set(name, value);
    }
    const key = JSON.stringify([...values.values()].map(String));
    const known = this.groups.get(key);
    if (known) return known;
    return { key, values, window: openWindow(this.document), latest: occurrence, openedAt: NaN, quietUntil: -Infinity };
  }

  private put(group: Group, child: number, occurrence: Occurrence): boolean {
    const { window } = group;
    const before = window.size;
    if (!this.atEnd) window.expire(occurrence.at - this.document.timespanMs);
    const added = window.add(this.renamed(child, occurrence), child);
    if (added) this.keep(group, occurrence, before === 0);
    while (window.size > this.bounds.limits.maxEventsPerGroup) {
      window.dropOldest();
      this.bounds.counters.eventsDropped++;
    }
    this.count(window.size - before);
    return added;
  }

  /** Puts the group last, as the one that was touched most recently. */
  private keep(group: Group, occurrence: Occurrence, opens: boolean): void {
    group.latest = occurrence;
    if (!this.groups.delete(group.key)) this.bounds.held.groups++;
    this.groups.set(group.key, group);
    if (!this.atEnd || !opens) return;
    group.openedAt = occurrence.at;
    this.closing.push(group);
  }

  /** With the fields of the condition under the names the condition has for them. */
  private renamed(child: number, occurrence: Occurrence): Occurrence {
    const { fields, aliases } = this.document;
    if (!fields.some((name) => aliases.has(name))) return occurrence;
    const values = new Map(occurrence.values);
    for (const name of fields) {
      const value = occurrence.values.get(fieldOf(this.document, child, name));
      if (value !== undefined) values.set(name, value);
    }
    return { ...occurrence, values };
  }

  private judge(group: Group, { at, order }: { at: number; order: number }): Outcome[] {
    const { window, latest, values } = group;
    const measure = window.measure();
    const { thresholds, timespanMs } = this.document;
    if (measure === undefined || !thresholds.every((threshold) => holds(threshold, measure))) return [];
    const quiet = at <= group.quietUntil;
    if (quiet && !this.followed) return [];
    const events = window.snapshot();
    const occurrence: Occurrence = {
      at,
      order,
      values: new Map([...latest.values, ...values]),
      events,
      inner: true,
    };
    if (quiet) return [{ occurrence }];
    group.quietUntil = at + timespanMs;
    return [{ occurrence, match: { correlation: this.document, at, group: values, measure, events: events() } }];
  }

  private forget(group: Group): void {
    if (this.groups.delete(group.key)) this.bounds.held.groups--;
    this.count(-group.window.size);
  }

  private count(events: number): void {
    this.events += events;
    this.bounds.held.events += events;
  }
}

/** The field that a name in group-by or a condition stands for in the events of one of the rules. */
export function fieldOf({ aliases, rules }: CorrelationDocument, child: number, name: string): string {
  return aliases.get(name)?.get(rules[child]!.text) ?? name;
}

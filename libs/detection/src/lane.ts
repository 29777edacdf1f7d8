import type { Key, KnownFinding } from './decision.js';
import { eventOrders, lowerBound, type EventOrder } from './event-order.js';
import type { Observation } from './observation.js';
import type { Finding, Rule } from './rule.js';

/** A finding as the log tells it, or will once the decisions of this batch are appended. */
export interface Told {
  alertId: string;
  finding: Finding;
  superseded: boolean;
}

/** Shared by all lanes where nothing changed, and never written to. */
const NOTHING_CHANGED: Finding[] = [];

/** Smallest history worth looking through for a place to trim. */
const TRIM_FROM_EVENTS = 64;

/**
 * One rule over one key: its events in order, the state folded from them, what it found and what the log was told.
 *
 * Events before `start` are there for context only, because what came before them may be missing. A finding whose first
 * event lies there, or is no longer held, is settled: never raised, revised or superseded any more. The first `remnant`
 * of them are what was kept of a history that was cut, because it lasts.
 */
export class Lane {
  events: Observation[] = [];
  /** By anchor, as are `findings`. Most lanes never find anything: their maps are made when they do. */
  told: Map<string, Told> | undefined;
  findings: Map<string, Finding> | undefined;
  /** Findings that may differ from what was told. */
  changed: Finding[] = NOTHING_CHANGED;
  /** The whole history was folded again, so that findings may have vanished. */
  refolded = false;
  /** In the engine's list of lanes to fold and compare at the end of this batch. */
  queued = false;

  private readonly order: EventOrder;
  private state: unknown;
  /** How many events are in `state`; -1 when one was inserted among those that were. */
  private folded = 0;
  private start = 0;
  private remnant = 0;
  /** Events before this time that would come first of all are too late. */
  private cutAt = -Infinity;
  private trimAtLength = TRIM_FROM_EVENTS;

  constructor(
    readonly rule: Rule,
    readonly key: Key,
  ) {
    this.order = eventOrders[rule.groupBy];
    this.state = rule.initialState();
  }

  /** Puts an event in its place; folding waits for `fold`. A duplicate changes nothing. */
  add(event: Observation): 'added' | 'duplicate' | 'too-late' {
    const { events } = this;
    const last = events[events.length - 1];
    if (last === undefined ? event.at >= this.cutAt : this.order(last, event) < 0) {
      events.push(event);
      return 'added';
    }
    const index = lowerBound(events, event, this.order);
    if (events[index] !== undefined && this.order(events[index], event) === 0) return 'duplicate';
    if (index <= this.remnant && event.at < this.cutAt) {
      if (this.slotOf(event) === undefined) return 'too-late';
      this.remnant++;
    }
    events.splice(index, 0, event);
    if (index < this.folded) this.folded = -1;
    if (index < this.start) this.start++;
    return 'added';
  }

  /** Brings state and findings up to date with the events. */
  fold(): void {
    if (this.folded < 0) this.restart();
    const { events, rule, state } = this;
    for (let i = this.folded; i < events.length; i++) {
      const finding = rule.evolve(state, events[i]!);
      if (finding === undefined) continue;
      (this.findings ??= new Map<string, Finding>()).set(finding.anchor, finding);
      if (this.changed === NOTHING_CHANGED) this.changed = [];
      this.changed.push(finding);
    }
    this.folded = events.length;
  }

  /** Takes over a history whose events before `cutAt` (ms) may be missing, and compares all of it with what was told. */
  load(history: readonly Observation[], cutAt: number, known: readonly KnownFinding[]): void {
    for (const { alertId, finding, superseded = false } of known) {
      this.tell(alertId, finding, superseded);
    }
    const sorted = history.toSorted(this.order);
    this.events = sorted.filter((event, i) => i === 0 || this.order(sorted[i - 1]!, event) !== 0);
    this.cutAt = cutAt;
    const first = this.events.findIndex((event) => event.at >= cutAt || this.slotOf(event) === undefined);
    this.remnant = this.rule.lasting ? (first < 0 ? this.events.length : first) : 0;
    this.start = this.firstIndexFrom(cutAt + this.rule.window);
    this.folded = -1;
  }

  /** Whether the log may have to be told something. */
  get unsettled(): boolean {
    return this.refolded || this.changed !== NOTHING_CHANGED;
  }

  /** The log agrees with the findings again. */
  settle(): void {
    this.changed = NOTHING_CHANGED;
    this.refolded = false;
  }

  tell(alertId: string, finding: Finding, superseded: boolean): void {
    (this.told ??= new Map<string, Told>()).set(finding.anchor, { alertId, finding, superseded });
  }

  /** The event a finding starts with, unless the finding is settled. */
  openingOf(anchor: string): Observation | undefined {
    for (let i = this.start; i < this.events.length; i++) if (this.events[i]!.id === anchor) return this.events[i];
    return undefined;
  }

  /**
   * Lets go of what is older than `horizonMs` before the newest event, up to the latest pause longer than the rule's
   * window: folding the rest from nothing gives what folding all of it gave. Looked for only when the history has
   * doubled, so it costs a constant per event.
   */
  trim(horizonMs: number): void {
    const { events } = this;
    if (events.length < this.trimAtLength) return;
    const oldest = happenedBy(events[events.length - 1]!) - horizonMs;
    let quiet = 0;
    for (let i = this.remnant + 1; i < events.length && happenedBy(events[i]!) <= oldest; i++) {
      if (Math.abs(events[i]!.at - events[i - 1]!.at) > this.rule.window) quiet = i;
    }
    if (quiet > 0) {
      const dropped = this.drop(quiet);
      this.start = Math.max(this.remnant, this.start - dropped);
    }
    this.trimAtLength = Math.max(TRIM_FROM_EVENTS, events.length * 2);
  }

  /** Cuts a history longer than `maxEvents`, to nine tenths so that it does not happen at every event. */
  cut(maxEvents: number): boolean {
    if (this.events.length <= maxEvents) return false;
    this.drop(this.events.length - Math.ceil(maxEvents * 0.9));
    this.start = this.firstIndexFrom(this.cutAt + this.rule.window);
    return true;
  }

  private restart(): void {
    this.state = this.rule.initialState();
    this.findings = undefined;
    this.changed = NOTHING_CHANGED;
    this.folded = 0;
    this.refolded = true;
  }

  /** Lets the first `count` events go, but for the newest of each lasting slot. Returns how many fewer there are. */
  private drop(count: number): number {
    const gone = this.events.splice(0, count);
    const kept = this.rule.lasting ? newestOfEach(gone, (event) => this.slotOf(event)) : [];
    for (const event of gone) {
      this.findings?.delete(event.id);
      this.told?.delete(event.id);
    }
    this.cutAt = this.events[0]!.at;
    this.events.unshift(...kept);
    this.remnant = kept.length;
    const dropped = count - kept.length;
    this.folded -= dropped;
    return dropped;
  }

  private slotOf(event: Observation): string | undefined {
    return this.rule.lasting?.on.includes(event.name) ? this.rule.lasting.slot(event) : undefined;
  }

  private firstIndexFrom(at: number): number {
    const index = this.events.findIndex((event, i) => i >= this.remnant && event.at >= at);
    return index < 0 ? this.events.length : index;
  }
}

/** In the order they are in. */
function newestOfEach(
  events: readonly Observation[],
  slotOf: (event: Observation) => string | undefined,
): Observation[] {
  const newest = new Map<string, Observation>();
  for (const event of events) {
    const slot = slotOf(event);
    if (slot !== undefined) newest.set(slot, event);
  }
  const kept = new Set(newest.values());
  return events.filter((event) => kept.has(event));
}

/** When the event had happened at the latest, ms: a clock that runs ahead must not make the rest of history look old. */
export function happenedBy(event: Observation): number {
  return Math.min(event.at, event.recordedAt);
}

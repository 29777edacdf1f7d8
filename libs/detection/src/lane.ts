import type { Key, KnownFinding } from './decision.js';
import { eventOrders, lowerBound, type EventOrder } from './event-order.js';
import type { Observation } from './observation.js';
import type { Finding, Rule, Withdrawal } from './rule.js';

/** A state as it was after the first `folded` events, to go on from when one is inserted later than those. */
interface Copy {
  folded: number;
  state: unknown;
  findings: Map<string, Finding> | undefined;
}

/** Events from one copy to the next, and copies held: what comes further out of order folds the history again. */
const COPY_EVERY = 128;
const MAX_COPIES = 8;

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

/** Most events kept of what was let go because they last; with more slots the oldest are forgotten. */
const MAX_REMNANT = 1_000;

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
  /** History was folded again, or a finding was withdrawn: what was told may be no finding any more. */
  mayHaveVanished = false;
  /** In the engine's list of lanes to fold and compare at the end of this batch. */
  queued = false;

  private readonly order: EventOrder;
  private state: unknown;
  /** How many events are in `state`. */
  private folded = 0;
  /** Where the first event was inserted among those that are in it. */
  private insertedAt = Infinity;
  private copies: Copy[] = [];
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
    if (index < this.folded) this.insertedAt = Math.min(this.insertedAt, index);
    if (index < this.start) this.start++;
    return 'added';
  }

  /** Brings state and findings up to date with the events. */
  fold(): void {
    if (this.insertedAt !== Infinity) this.rewind();
    const { events, rule, state } = this;
    for (let i = this.folded; i < events.length; i++) {
      const found = rule.evolve(state, events[i]!);
      if (found !== undefined) this.note(found);
      if (rule.copyState && i + 1 >= (this.copies.at(-1)?.folded ?? 0) + COPY_EVERY) this.copy(i + 1);
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
    if (this.rule.lasting) {
      const first = this.events.findIndex((event) => event.at >= cutAt || this.slotOf(event) === undefined);
      const recent = first < 0 ? [] : this.events.slice(first);
      const kept = this.lastingOf(first < 0 ? this.events : this.events.slice(0, first), recent.at(-1));
      this.events = [...kept, ...recent];
      this.remnant = kept.length;
    }
    this.start = this.firstIndexFrom(cutAt + this.rule.window);
    this.copies = [];
    this.restart();
  }

  /** Whether the log may have to be told something. */
  get unsettled(): boolean {
    return this.mayHaveVanished || this.changed !== NOTHING_CHANGED;
  }

  /** The log agrees with the findings again. */
  settle(): void {
    this.changed = NOTHING_CHANGED;
    this.mayHaveVanished = false;
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
   * window: folding the rest from nothing gives what folding all of it gave. Where many terminals write there may never be
   * one: all of it goes then, as if loaded again. Looked for only when the history has doubled, so it costs a constant per
   * event.
   */
  trim(horizonMs: number): void {
    const { events } = this;
    if (events.length < this.trimAtLength) return;
    const oldest = happenedBy(events[events.length - 1]!) - horizonMs;
    let quiet = 0;
    let i = this.remnant + 1;
    for (; i < events.length && happenedBy(events[i]!) <= oldest; i++) {
      if (Math.abs(events[i]!.at - events[i - 1]!.at) > this.rule.window) quiet = i;
    }
    if (quiet > 0) {
      const dropped = this.drop(quiet);
      this.start = Math.max(this.remnant, this.start - dropped);
    } else if (this.rule.copyState && i > this.remnant + 1 && i < events.length) {
      this.drop(i);
      this.start = this.firstIndexFrom(this.cutAt + this.rule.window);
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

  private note(found: Finding | Withdrawal): void {
    if ('withdraws' in found) {
      if (this.findings?.delete(found.withdraws)) this.mayHaveVanished = true;
      return;
    }
    (this.findings ??= new Map<string, Finding>()).set(found.anchor, found);
    if (this.changed === NOTHING_CHANGED) this.changed = [];
    this.changed.push(found);
  }

  private copy(folded: number): void {
    if (this.copies.length === MAX_COPIES) this.copies.shift();
    this.copies.push({
      folded,
      state: this.rule.copyState!(this.state),
      findings: this.findings && new Map(this.findings),
    });
  }

  /** Goes back to before what was inserted: as little as a copy allows. */
  private rewind(): void {
    while (this.copies.length && this.copies.at(-1)!.folded > this.insertedAt) this.copies.pop();
    this.restart(this.copies.at(-1));
  }

  private restart(from?: Copy): void {
    this.state = from ? this.rule.copyState!(from.state) : this.rule.initialState();
    this.findings = from?.findings && new Map(from.findings);
    this.changed = from?.findings ? [...from.findings.values()] : NOTHING_CHANGED;
    this.folded = from?.folded ?? 0;
    this.insertedAt = Infinity;
    this.mayHaveVanished = true;
  }

  /** Lets the first `count` events go, but for the newest of each lasting slot. Returns how many fewer there are. */
  private drop(count: number): number {
    const gone = this.events.splice(0, count);
    const kept = this.lastingOf(gone, this.events.at(-1));
    for (const event of gone) {
      this.findings?.delete(event.id);
      this.told?.delete(event.id);
    }
    this.cutAt = this.events[0]!.at;
    this.events.unshift(...kept);
    this.remnant = kept.length;
    const dropped = count - kept.length;
    this.folded -= dropped;
    this.copies = [];
    return dropped;
  }

  /** Of events that are let go, in order: those that last until `now`. */
  private lastingOf(gone: readonly Observation[], now: Observation | undefined): Observation[] {
    const { lasting } = this.rule;
    if (!lasting) return [];
    const since = now && lasting.forMs !== undefined ? happenedBy(now) - lasting.forMs : -Infinity;
    const kept = newestOfEach(gone, (event) => (event.at >= since ? this.slotOf(event) : undefined));
    return kept.slice(-MAX_REMNANT);
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

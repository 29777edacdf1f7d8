import type { Key, KnownFinding } from './decision.js';
import type { HeldEvents } from './held-events.js';
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
 * One rule over one key: of the key's events those it holds, the state folded from them, what it found and what the log was
 * told. Indexes count the events it holds.
 *
 * Events before `start` are there for context only, because what came before them may be missing. A finding whose first
 * event lies there, or is no longer held, is settled: never raised, revised or superseded any more. The first `remnant`
 * of them are what was kept of a history that was cut, because it lasts.
 */
export class Lane {
  /** By anchor, as are `findings`. Most lanes never find anything: their maps are made when they do. */
  told: Map<string, Told> | undefined;
  findings: Map<string, Finding> | undefined;
  /** Findings that may differ from what was told. */
  changed: Finding[] = NOTHING_CHANGED;
  /** History was folded again, or a finding was withdrawn: what was told may be no finding any more. */
  mayHaveVanished = false;
  /** In the engine's list of lanes to fold and compare at the end of this batch. */
  queued = false;

  private state: unknown;
  /** How many events it holds. */
  private count: number;
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

  /** Over what `held` has for the rule of this `number`. */
  constructor(
    readonly rule: Rule,
    readonly key: Key,
    private readonly held: HeldEvents,
    private readonly number: number,
  ) {
    this.state = rule.initialState();
    this.count = held.countFrom(0, number);
  }

  /** What it holds, in order: a copy. */
  get events(): Observation[] {
    return this.held.of(this.number);
  }

  /** Whether it takes an event, which it does not hold, that is about to be put at `position`; otherwise that is too late. */
  admit(event: Observation, position: number): boolean {
    const index = this.count - this.held.countFrom(position, this.number);
    const isNewest = index === this.count && index > 0;
    if (!isNewest && index <= this.remnant && event.at < this.cutAt) {
      if (this.slotOf(event) === undefined) return false;
      this.remnant++;
    }
    this.count++;
    if (index < this.folded) this.insertedAt = Math.min(this.insertedAt, index);
    if (index < this.start) this.start++;
    return true;
  }

  /** Brings state and findings up to date with the events. */
  fold(): void {
    if (this.insertedAt !== Infinity) this.rewind();
    const { held, number, rule, state } = this;
    const { length } = held;
    for (let position = this.positionOf(this.folded); position < length; position++) {
      if (!held.isHeldBy(number, position)) continue;
      const found = rule.evolve(state, held.at(position));
      if (found !== undefined) this.note(found);
      this.folded++;
      if (rule.copyState && this.folded >= (this.copies.at(-1)?.folded ?? 0) + COPY_EVERY) this.copy();
    }
  }

  /** Judges by a history whose events before `cutAt` (ms) may be missing, and compares all of it with what was told. */
  load(cutAt: number, known: readonly KnownFinding[]): void {
    for (const { alertId, finding, superseded = false } of known) {
      this.tell(alertId, finding, superseded);
    }
    this.cutAt = cutAt;
    if (this.rule.lasting) {
      const { events } = this;
      const first = events.findIndex((event) => event.at >= cutAt || this.slotOf(event) === undefined);
      const old = first < 0 ? events : events.slice(0, first);
      this.remnant = this.release(old, first < 0 ? undefined : events.at(-1));
    }
    this.start = this.firstIndexFrom(cutAt + this.rule.window);
    this.restart();
  }

  /** Forgets what folding its events again will tell. Whether nothing else is known, so that the lane may be let go. */
  rest(): boolean {
    this.state = undefined;
    this.copies = [];
    this.insertedAt = 0;
    return this.cutAt === -Infinity && !this.told && !this.findings;
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
    const { held, number } = this;
    for (let position = this.positionOf(this.start); position < held.length; position++) {
      if (held.at(position).id === anchor && held.isHeldBy(number, position)) return held.at(position);
    }
    return undefined;
  }

  /**
   * Lets go of what is older than `horizonMs` before the newest event, up to the latest pause longer than the rule's
   * window: folding the rest from nothing gives what folding all of it gave. Where many terminals write there may never be
   * one: all of it goes then, as if loaded again. Looked for only when the history has doubled, so it costs a constant per
   * event.
   */
  trim(horizonMs: number): void {
    if (this.count < this.trimAtLength) return;
    const { events } = this;
    const oldest = happenedBy(events[events.length - 1]!) - horizonMs;
    let quiet = 0;
    let i = this.remnant + 1;
    for (; i < events.length && happenedBy(events[i]!) <= oldest; i++) {
      if (Math.abs(events[i]!.at - events[i - 1]!.at) > this.rule.window) quiet = i;
    }
    if (quiet > 0) {
      const dropped = this.drop(events, quiet);
      this.start = Math.max(this.remnant, this.start - dropped);
    } else if (this.rule.copyState && i > this.remnant + 1 && i < events.length) {
      this.drop(events, i);
      this.start = this.firstIndexFrom(this.cutAt + this.rule.window);
    }
    this.trimAtLength = Math.max(TRIM_FROM_EVENTS, this.count * 2);
  }

  /** Cuts a history longer than `maxEvents`, to nine tenths so that it does not happen at every event. */
  cut(maxEvents: number): boolean {
    if (this.count <= maxEvents) return false;
    this.drop(this.events, this.count - Math.ceil(maxEvents * 0.9));
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

  private copy(): void {
    if (this.copies.length === MAX_COPIES) this.copies.shift();
    this.copies.push({
      folded: this.folded,
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

  /** Lets the first `count` of its events go, but for the newest of each lasting slot. Returns how many fewer there are. */
  private drop(events: readonly Observation[], count: number): number {
    const gone = events.slice(0, count);
    for (const event of gone) {
      this.findings?.delete(event.id);
      this.told?.delete(event.id);
    }
    this.cutAt = events[count]!.at;
    this.remnant = this.release(gone, events.at(-1));
    const dropped = count - this.remnant;
    this.folded -= dropped;
    this.copies = [];
    return dropped;
  }

  /** Lets go of the events it begins with, but for those that last until `now`. Returns how many these are. */
  private release(gone: readonly Observation[], now: Observation | undefined): number {
    const kept = this.lastingOf(gone, now);
    this.held.release(this.number, this.positionOf(gone.length), new Set(kept));
    this.count -= gone.length - kept.length;
    return kept.length;
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
    return index < 0 ? this.count : index;
  }

  /** Where its `index`-th event stands among those of the key. */
  private positionOf(index: number): number {
    return index === 0 ? 0 : this.held.positionOfLast(this.count - index, this.number);
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

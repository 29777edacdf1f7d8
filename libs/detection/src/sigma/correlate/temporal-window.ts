import type { EventReference, Occurrence } from './occurrence.js';
import { distinct, type Window } from './window.js';

type Entry = Occurrence & { child: number };

/** How far the rules of an ordered correlation have come: the first event of the best chain that ends with a rule. */
interface Chain {
  /** Latest possible start: what starts later stays in the window longer. */
  start: { at: number; order: number };
  /** The event that made it so long. */
  order: number;
}

/**
 * Which of the rules came true within the timespan, in any order or in that of the correlation. In an ordered one, each rule
 * needs an event of its own, after that of the rule before; at the same time, the input decides which came first.
 */
export class TemporalWindow implements Window {
  private entries: Entry[] = [];
  /** Entries of each rule. */
  private readonly counts: number[];
  private readonly chains: (Chain | undefined)[];

  constructor(
    private readonly ordered: boolean,
    private readonly rules: number,
  ) {
    this.counts = new Array<number>(rules).fill(0);
    this.chains = new Array<undefined>(rules);
  }

  get size(): number {
    return this.entries.length;
  }

  add(occurrence: Occurrence, child: number): boolean {
    // What an inner correlation says now contains what it said before.
    if (occurrence.inner) this.entries = this.entries.filter((entry) => entry.child !== child);
    this.entries.push({ ...occurrence, child });
    this.counts[child] = occurrence.inner ? 1 : this.counts[child]! + 1;
    if (this.ordered) this.extend(occurrence, child);
    return true;
  }

  expire(before: number): void {
    const first = this.entries.findIndex(({ at }) => at >= before);
    this.drop(first < 0 ? this.entries.length : first);
    for (let i = 0; i < this.rules; i++) {
      if (this.chains[i] && this.chains[i]!.start.at < before) this.chains[i] = undefined;
    }
  }

  dropOldest(): void {
    this.drop(1);
  }

  /** How many of the rules came true; of an ordered correlation all or none. */
  measure(): number {
    if (!this.ordered) return this.counts.filter((count) => count > 0).length;
    const latest = this.entries.at(-1);
    const complete = this.chains[this.rules - 1];
    return complete && complete.order === latest?.order ? this.rules : 0;
  }

  snapshot(): () => EventReference[] {
    const start = this.ordered ? this.chains[this.rules - 1]?.start : undefined;
    const counts = ({ at, order }: Entry): boolean =>
      !start || at > start.at || (at === start.at && order >= start.order);
    const entries = this.entries.filter(counts);
    return () => distinct(entries);
  }

  private drop(count: number): void {
    for (const { child } of this.entries.splice(0, count)) this.counts[child]!--;
  }

  /** Of one event, the last rule is added first, so that an event does not follow itself. */
  private extend({ at, order }: Occurrence, child: number): void {
    const before = this.chains[child - 1];
    if (child === 0) this.chains[child] = { start: { at, order }, order };
    else if (before) this.chains[child] = { start: before.start, order };
  }
}

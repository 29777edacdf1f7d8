import type { Scalar } from '../value/scalar.js';
import type { Aggregate } from './aggregate.js';
import type { EventReference, Occurrence } from './occurrence.js';
import { distinct, type Window } from './window.js';

type Entry = Occurrence & { value: Scalar };

/** A window with a number about what is in it. */
export class AggregateWindow implements Window {
  private entries: Entry[] = [];
  /** Entries before this index are gone; they are cut off when they are half of all. */
  private start = 0;

  constructor(
    private readonly aggregate: Aggregate,
    private readonly fields: readonly string[],
  ) {}

  get size(): number {
    return this.entries.length - this.start;
  }

  /** An event counts once, also when several of the rules match it. */
  add(occurrence: Occurrence): boolean {
    if (!occurrence.inner && this.size && this.entries.at(-1)!.order === occurrence.order) return true;
    const scalars = this.fields.map((field) => occurrence.values.get(field));
    if (scalars.includes(undefined)) return false;
    const value = this.aggregate.read(scalars as Scalar[]);
    if (value === undefined) return false;
    this.aggregate.add(value);
    this.entries.push({ ...occurrence, value });
    return true;
  }

  expire(before: number): void {
    while (this.size && this.entries[this.start]!.at < before) this.dropOldest();
  }

  dropOldest(): void {
    this.aggregate.remove(this.entries[this.start++]!.value);
    if (this.start * 2 > this.entries.length) {
      this.entries = this.entries.slice(this.start);
      this.start = 0;
    }
  }

  measure(): number | undefined {
    return this.size ? this.aggregate.measure() : undefined;
  }

  /** Entries are only ever added to their list, and a shorter list is a new one: a range of it stays as it is. */
  snapshot(): () => EventReference[] {
    const { entries, start } = this;
    const end = entries.length;
    return () => distinct(entries.slice(start, end));
  }
}

import type { CorrelationDocument } from '../read/documents.js';
import { numberOf, type Scalar } from '../value/scalar.js';

/** A number about the entries of a window, kept up to date as they come and go. */
export interface Aggregate {
  /** What of an event it is about; undefined when the event has nothing to say and stays out of the window. */
  read(scalars: readonly Scalar[]): Scalar | undefined;
  add(value: Scalar): void;
  remove(value: Scalar): void;
  /** Undefined when there is nothing to measure. */
  measure(): number | undefined;
}

export function aggregateOf({ type, percentile }: CorrelationDocument): Aggregate {
  switch (type) {
    case 'event_count':
      return new EventCount();
    case 'value_count':
      return new DistinctCount();
    case 'value_sum':
    case 'value_avg':
      return new Sum(type === 'value_avg');
    default:
      return percentile === undefined ? new Share() : new Percentile(percentile);
  }
}

class EventCount implements Aggregate {
  private count = 0;

  read(): Scalar {
    return true;
  }

  add(): void {
    this.count++;
  }

  remove(): void {
    this.count--;
  }

  measure(): number {
    return this.count;
  }
}

/** How often each value, or combination of values, is there. */
class Tally {
  protected readonly counts = new Map<Scalar, number>();

  read(scalars: readonly Scalar[]): Scalar {
    return scalars.length === 1 ? String(scalars[0]) : JSON.stringify(scalars.map(String));
  }

  add(value: Scalar): void {
    this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
  }

  remove(value: Scalar): void {
    const count = this.counts.get(value)!;
    if (count === 1) this.counts.delete(value);
    else this.counts.set(value, count - 1);
  }
}

class DistinctCount extends Tally implements Aggregate {
  measure(): number {
    return this.counts.size;
  }
}

/** Share of the latest value among all, in per cent. */
class Share extends Tally implements Aggregate {
  private total = 0;
  private latest: Scalar | undefined;

  override add(value: Scalar): void {
    super.add(value);
    this.total++;
    this.latest = value;
  }

  override remove(value: Scalar): void {
    super.remove(value);
    this.total--;
  }

  measure(): number | undefined {
    return this.latest === undefined ? undefined : (100 * (this.counts.get(this.latest) ?? 0)) / this.total;
  }
}

/**
 * Values in order. Sums are taken anew each time: subtracting what leaves would keep its rounding error for ever, and after
 * one huge value nothing would be right any more.
 */
abstract class Numbers {
  protected readonly sorted: number[] = [];

  read([scalar]: readonly Scalar[]): number | undefined {
    return numberOf(scalar!);
  }

  add(value: Scalar): void {
    this.sorted.splice(this.indexOf(value as number), 0, value as number);
  }

  remove(value: Scalar): void {
    this.sorted.splice(this.indexOf(value as number), 1);
  }

  /** Of the first that is not smaller. */
  private indexOf(value: number): number {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

class Sum extends Numbers implements Aggregate {
  constructor(private readonly average: boolean) {
    super();
  }

  measure(): number | undefined {
    if (!this.sorted.length) return undefined;
    const sum = this.sorted.reduce((total, value) => total + value, 0);
    return this.average ? sum / this.sorted.length : sum;
  }
}

/** Between two values, the percentile lies on the line between them (as in most tools; the median of 1 and 2 is 1.5). */
class Percentile extends Numbers implements Aggregate {
  constructor(private readonly percentile: number) {
    super();
  }

  measure(): number | undefined {
    const { sorted } = this;
    if (!sorted.length) return undefined;
    const rank = (this.percentile / 100) * (sorted.length - 1);
    const below = sorted[Math.floor(rank)]!;
    return below + (sorted[Math.ceil(rank)]! - below) * (rank - Math.floor(rank));
  }
}

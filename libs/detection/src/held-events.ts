import { eventOrders, lowerBound, type EventOrder } from './event-order.js';
import type { Observation } from './observation.js';
import type { Grouping } from './rule.js';

const NOBODY: readonly number[] = [];

/**
 * The events of one key in event order, each once, and the numbers of the rules that hold it. Rules see much the same
 * events of a key, so one list serves all of them.
 */
export class HeldEvents {
  private events: Observation[] = [];
  /** By event; lists are shared and never changed. */
  private holders: (readonly number[])[] = [];
  private readonly order: EventOrder;

  constructor(groupBy: Grouping) {
    this.order = eventOrders[groupBy];
  }

  get length(): number {
    return this.events.length;
  }

  at(position: number): Observation {
    return this.events[position]!;
  }

  isHeldBy(rule: number, position: number): boolean {
    return this.holders[position]!.includes(rule);
  }

  /** Those `rule` holds, in order: a copy. */
  of(rule: number): Observation[] {
    return this.events.filter((_, position) => this.isHeldBy(rule, position));
  }

  /** How many `rule` holds from `position` on. */
  countFrom(position: number, rule: number): number {
    let count = 0;
    for (; position < this.events.length; position++) if (this.isHeldBy(rule, position)) count++;
    return count;
  }

  /** Where the last `count` of those `rule` holds begin. */
  positionOfLast(count: number, rule: number): number {
    let position = this.events.length;
    for (let left = count; left > 0;) if (this.isHeldBy(rule, --position)) left--;
    return position;
  }

  /** Where an event stands or would stand. */
  positionOf(event: Observation): number {
    const { events, order } = this;
    const last = events[events.length - 1];
    return last === undefined || order(last, event) < 0 ? events.length : lowerBound(events, event, order);
  }

  /** Who holds this very event, whose position is `position`. */
  holdersOf(event: Observation, position: number): readonly number[] {
    const there = this.events[position];
    return there !== undefined && this.order(there, event) === 0 ? this.holders[position]! : NOBODY;
  }

  /** At its position `rules` hold an event, too. */
  hold(event: Observation, position: number, rules: readonly number[]): void {
    const holders = this.holdersOf(event, position);
    if (holders.length) this.holders[position] = [...holders, ...rules];
    else if (position === this.events.length) {
      this.events.push(event);
      this.holders.push(rules);
    } else {
      this.events.splice(position, 0, event);
      this.holders.splice(position, 0, rules);
    }
  }

  /** `rule` lets go of what stands before `end`, but for `kept`; what nobody holds is gone. */
  release(rule: number, end: number, kept: ReadonlySet<Observation>): void {
    const { events, holders } = this;
    const without = new Map<readonly number[], readonly number[]>();
    let length = 0;
    for (let position = 0; position < end; position++) {
      const event = events[position]!;
      let left = holders[position]!;
      if (left.includes(rule) && !kept.has(event)) left = othersIn(left, rule, without);
      if (left.length === 0) continue;
      events[length] = event;
      holders[length++] = left;
    }
    events.splice(length, end - length);
    holders.splice(length, end - length);
  }

  /** Takes no more memory than it needs. */
  compact(): void {
    this.events = this.events.slice();
    this.holders = this.holders.slice();
  }
}

/** `rules` without `rule`; `known` holds the answers given before, so that equal lists stay one. */
function othersIn(
  rules: readonly number[],
  rule: number,
  known: Map<readonly number[], readonly number[]>,
): readonly number[] {
  let others = known.get(rules);
  if (!others) known.set(rules, (others = rules.filter((number) => number !== rule)));
  return others;
}

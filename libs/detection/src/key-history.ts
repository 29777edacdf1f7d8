import type { Key } from './decision.js';
import { eventOrders } from './event-order.js';
import { HeldEvents } from './held-events.js';
import { Lane } from './lane.js';
import type { Observation } from './observation.js';
import type { Rule } from './rule.js';

/** Longest history whose lanes are let go while nobody needs them: making them again costs folding as many events. */
const MAX_RESTING_EVENTS = 32;

/** Told what becomes of an event in each lane; of a duplicate there is nothing to tell. */
export interface Admissions {
  added(lane: Lane): void;
  tooLate(lane: Lane, event: Observation): void;
}

/** Everything held of one key: its events, and a lane for each rule that has to do with them. */
export class KeyHistory {
  /** Whether lanes may hold states. */
  isAwake = false;
  private readonly held: HeldEvents;
  /** By number of the rule; made when its first event comes, and again after a rest. */
  private lanes: Lane[] = [];

  constructor(
    readonly key: Key,
    private readonly rules: readonly Rule[],
  ) {
    this.held = new HeldEvents(key.groupBy);
  }

  lane(rule: number): Lane {
    return (this.lanes[rule] ??= new Lane(this.rules[rule]!, this.key, this.held, rule));
  }

  /** Puts an event in its place for the rules of these numbers. Folding waits for the lanes' `fold`. */
  add(event: Observation, rules: readonly number[], admissions: Admissions): void {
    const { held } = this;
    const position = held.positionOf(event);
    const holders = held.holdersOf(event, position);
    let takers = rules; // a shared list, as long as all of them take it
    for (const rule of rules) {
      const lane = holders.includes(rule) ? undefined : this.lane(rule);
      if (lane?.admit(event, position)) admissions.added(lane);
      else {
        takers = takers.filter((taker) => taker !== rule);
        if (lane) admissions.tooLate(lane, event);
      }
    }
    if (takers.length) held.hold(event, position, takers);
  }

  /** Takes in what lanes are then to be loaded from; a new history only. */
  fill(events: readonly Observation[], rulesOf: (event: Observation) => readonly number[]): void {
    for (const event of events.toSorted(eventOrders[this.key.groupBy])) {
      const position = this.held.positionOf(event);
      const rules = rulesOf(event);
      if (rules.length && !this.held.holdersOf(event, position).length) this.held.hold(event, position, rules);
    }
  }

  /**
   * Lets go of what the events tell again: lanes about which nothing else is known, and the others' states. Memory is then
   * little more than the events; the next event of a lane folds its history from the start.
   */
  rest(): void {
    if (this.held.length > MAX_RESTING_EVENTS) return;
    this.isAwake = false;
    this.held.compact();
    const { lanes } = this;
    this.lanes = [];
    lanes.forEach((lane, rule) => {
      if (!lane.rest()) this.lanes[rule] = lane;
    });
  }
}

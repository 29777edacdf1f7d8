/**
 * When something was so, and the end of the id of the event that said it: an order that is the same whatever arrived
 * first. Twelve hex digits are random in every kind of UUID, and tell two events of one millisecond apart.
 */
export type Stamp = readonly [at: number, idEnd: string];

export function stampOf(at: number, eventId: string): Stamp {
  return [at, eventId.slice(-12)];
}

/** A value with the event that set it: of two, the later one wins (last-writer-wins register). */
export interface Stamped<Value> {
  stamp: Stamp;
  value: Value;
}

export function isLater(stamp: Stamp, than: Stamp | undefined): boolean {
  if (than === undefined) return true;
  return stamp[0] > than[0] || (stamp[0] === than[0] && stamp[1] > than[1]);
}

export function later<Value>(held: Stamped<Value> | undefined, stamp: Stamp, value: Value): Stamped<Value> {
  return held === undefined || isLater(stamp, held.stamp) ? { stamp, value } : held;
}

/** Adds to a list of the latest `limit` stamps, ascending, in place; one that is there or is too old changes nothing. */
export function keepLatest(stamps: Stamp[], stamp: Stamp, limit: number): void {
  let index = stamps.length;
  while (index > 0 && isLater(stamps[index - 1]!, stamp)) index--;
  if (index > 0 && !isLater(stamp, stamps[index - 1])) return;
  stamps.splice(index, 0, stamp);
  if (stamps.length > limit) stamps.shift();
}

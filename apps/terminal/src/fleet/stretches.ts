import type { Delivery } from './deliveries.js';

/**
 * Deliveries that belong together: an agent sends its journal in order, so what overtakes what, and what is repeated, is up
 * to the network behind it. Together they deliver the entries [from, to), each at least once.
 */
export interface Stretch {
  /** When the first leaves, ms since the plan's start. */
  at: number;
  to: number;
  deliveries: Delivery[];
}

export function stretchesOf(deliveries: readonly Delivery[]): Stretch[] {
  const stretches: Stretch[] = [];
  let delivered = 0;
  let next = 0;
  for (const delivery of deliveries) {
    const last = stretches.at(-1);
    const goesOn = last && (delivery.from < last.to || delivered < next);
    if (goesOn) last.deliveries.push(delivery);
    else stretches.push({ at: delivery.at, to: delivery.to, deliveries: [delivery] });
    const stretch = stretches.at(-1)!;
    stretch.to = Math.max(stretch.to, delivery.to);
    next = stretch.to;
    if (delivery.from === delivered) delivered = next;
  }
  return stretches;
}

import { minuteMs, secondMs } from './durations.js';
import type { Random } from './random.js';
import type { Till } from './till.js';

/**
 * One batch on its way: the journal entries [from, to). `at`: when it leaves, ms since the plan's start.
 * `late`: it waited for the network. `overtaken`: the batch behind it left first. `repeated`: its answer got lost.
 */
export interface Delivery {
  at: number;
  from: number;
  to: number;
  why: 'ordinary' | 'late' | 'overtaken' | 'repeated';
}

/** A till sends what has gathered every two minutes, at most this many events at once. */
const flushEveryMs = 2 * minuteMs;
const batchLimit = 200;
const faultProbability = 0.03;

/** When each entry leaves, from the times at which they happened (ascending, ms since the plan's start). */
export function planDeliveries(times: readonly number[], outages: Till['outages'], random: Random): Delivery[] {
  const deliveries: Delivery[] = [];
  for (const [index, time] of times.entries()) {
    const { at, why } = departure(time, outages);
    const last = deliveries.at(-1);
    if (last && last.at >= at && last.to - last.from < batchLimit) last.to++;
    else deliveries.push({ at: last && last.at >= at ? last.at + secondMs : at, from: index, to: index + 1, why });
  }
  return withFaults(deliveries, random);
}

function departure(time: number, outages: Till['outages']): Pick<Delivery, 'at' | 'why'> {
  const flush = (Math.floor(time / flushEveryMs) + 1) * flushEveryMs;
  const outage = outages.find(({ from, to }) => flush >= from && flush < to);
  return outage ? { at: outage.to, why: 'late' } : { at: flush, why: 'ordinary' };
}

/** Swaps neighbours and repeats batches. What is delivered stays complete: faults of a network, not of a journal. */
function withFaults(planned: readonly Delivery[], random: Random): Delivery[] {
  const faulty: Delivery[] = [];
  for (let i = 0; i < planned.length; i++) {
    const delivery = planned[i]!;
    const next = planned[i + 1];
    if (next && random.chance(faultProbability)) {
      faulty.push(next, { ...delivery, at: next.at, why: 'overtaken' });
      i++;
      continue;
    }
    faulty.push(delivery);
    if (random.chance(faultProbability)) faulty.push({ ...delivery, why: 'repeated' });
  }
  return faulty;
}

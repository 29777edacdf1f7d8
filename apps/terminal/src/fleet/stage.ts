import { tradingDayMs } from './durations.js';
import type { Random } from './random.js';
import type { Till } from './till.js';

/** Where scenarios play: hands out stores, tills and people, none of them twice. */
export interface Stage {
  random: Random;
  /** When the last trading day opens and closes, ms since the plan's start. */
  dayOpens: number;
  dayCloses: number;
  tills: Till[];
  /** A new till; without a store named, the next store in turn, so that two calls in a row are two stores. */
  till(options?: { storeId?: string; opensAt?: number }): Till;
  /** Somebody who does nothing but what the caller lets them do. */
  operator(): string;
}

const places = ['hongqiao', 'xujiahui', 'jingan', 'wujiaochang', 'zhongshan', 'lujiazui', 'gubei', 'qibao'] as const;
const surnames = ['wang', 'li', 'zhang', 'liu', 'chen', 'yang', 'zhao', 'huang', 'zhou', 'wu', 'xu', 'sun'] as const;

/** A store has no more tills than people can walk between. */
const tillsInStore = 12;

/** The store of the till that comes next, so that two in a row are in two stores. */
function storeInTurn(tills: number): string {
  const branch = Math.floor(tills / (places.length * tillsInStore));
  return `store-${places[tills % places.length]}${branch > 0 ? `-${branch + 1}` : ''}`;
}

export function createStage(random: Random, durationMs: number): Stage {
  const dayOpens = durationMs - tradingDayMs;
  const tills: Till[] = [];
  const tillsIn = new Map<string, number>();
  let people = 0;
  return {
    random,
    dayOpens,
    dayCloses: durationMs,
    tills,
    till({ storeId = storeInTurn(tills.length), opensAt = dayOpens } = {}) {
      const number = (tillsIn.get(storeId) ?? 0) + 1;
      tillsIn.set(storeId, number);
      const till: Till = {
        id: `${storeId.replace('store-', 'till-')}-${number}`,
        storeId,
        opensAt,
        closesAt: durationMs,
        network: number % 3 === 0 ? 'cellular' : 'ethernet',
        acts: [],
        outages: [],
      };
      tills.push(till);
      return till;
    },
    operator() {
      const name = `op-${surnames[people % surnames.length]}-${String(people + 1).padStart(3, '0')}`;
      people++;
      return name;
    },
  };
}

import { hourMs, minuteMs, secondMs, tradingDayMs } from '../fleet/durations.js';
import { failures, lock, unlock } from '../fleet/till.js';
import type { Scenario } from './scenario.js';

/** Six tries lock a till, so somebody walks on to the next one: no till sees the eight failures of R2. */
export const bruteForce: Scenario = {
  name: 'brute-force',
  summary: {
    en: 'Twelve guesses at one operator within six minutes over two tills, which both lock.',
    zh: '六分钟内在两台终端上对同一操作员猜测十二次，两台终端均锁定该操作员。',
  },
  durationMs: tradingDayMs,
  terminals: 2,
  play(stage) {
    const victim = stage.operator();
    const first = stage.till();
    const second = stage.till({ storeId: first.storeId });
    let from = stage.dayOpens + 3 * hourMs;
    for (const till of [first, second]) {
      const last = failures(till, victim, { from, count: 6, everyMs: 25 * secondMs });
      unlock(till, victim, lock(till, victim, last) + 30 * minuteMs, 'lock-expired');
      from = last + minuteMs;
    }
    return [{ rule: 'R1', key: `operator:${victim}`, count: 1 }];
  },
};

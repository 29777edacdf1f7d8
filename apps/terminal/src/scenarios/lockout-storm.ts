import { hourMs, minuteMs, tradingDayMs } from '../fleet/durations.js';
import { session } from '../fleet/till.js';
import type { Scenario } from './scenario.js';

export const lockoutStorm: Scenario = {
  name: 'lockout-storm',
  summary: {
    en: 'A wrong policy locks six of the seven operators of a store within ten minutes.',
    zh: '错误的策略在十分钟内锁定门店七名操作员中的六名。',
  },
  durationMs: tradingDayMs,
  terminals: 2,
  play(stage) {
    const storeId = 'store-xintiandi';
    const tills = [stage.till({ storeId }), stage.till({ storeId })];
    const lockedFrom = stage.dayOpens + 9 * hourMs;
    for (let i = 0; i < 7; i++) {
      const till = tills[i % 2]!;
      const operatorId = stage.operator();
      const from = stage.dayOpens + hourMs + Math.floor(i / 2) * 2 * hourMs;
      session(till, operatorId, { from, to: from + 90 * minuteMs });
      const at = lockedFrom + i * 1.5 * minuteMs;
      if (i < 6) till.acts.push({ at, name: 'OperatorLocked', operatorId, data: { reason: 'policy' } });
    }
    return [{ rule: 'R8', key: `store:${storeId}`, count: 1 }];
  },
};

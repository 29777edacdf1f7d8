import { hourMs, minuteMs, tradingDayMs } from '../fleet/durations.js';
import { failure } from '../fleet/till.js';
import type { Scenario } from './scenario.js';

/** Slow enough for R2, and nobody is tried often enough for R1. */
export const passwordSpray: Scenario = {
  name: 'password-spray',
  summary: {
    en: 'One password is tried on six operators of a store, one every two minutes.',
    zh: '用同一密码依次尝试门店的六名操作员，每两分钟一人。',
  },
  durationMs: tradingDayMs,
  terminals: 1,
  play(stage) {
    const till = stage.till();
    for (let i = 0; i < 6; i++) failure(till, stage.operator(), stage.dayOpens + 8 * hourMs + i * 2 * minuteMs);
    return [{ rule: 'R3', key: `store:${till.storeId}`, count: 1 }];
  },
};

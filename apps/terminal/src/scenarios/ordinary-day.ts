import { tradingDayMs } from '../fleet/durations.js';
import type { Scenario } from './scenario.js';

/** Nobody does anything wrong: the plan's ordinary days are all there is. */
export const ordinaryDayScenario: Scenario = {
  name: 'ordinary-day',
  summary: {
    en: 'Several stores, two shifts, honest forgetting. Raises nothing.',
    zh: '多家门店、两个班次、偶尔忘记密码；不产生告警。',
  },
  durationMs: tradingDayMs,
  terminals: 12,
  play: () => [],
};

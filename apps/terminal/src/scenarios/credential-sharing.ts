import { hourMs, minuteMs, tradingDayMs } from '../fleet/durations.js';
import { session } from '../fleet/till.js';
import type { Scenario } from './scenario.js';

export const credentialSharing: Scenario = {
  name: 'credential-sharing',
  summary: {
    en: 'One operator is logged in at two stores at the same time for an hour.',
    zh: '同一操作员在两家门店同时登录一小时。',
  },
  durationMs: tradingDayMs,
  terminals: 2,
  play(stage) {
    const lender = stage.operator();
    const from = stage.dayOpens + 4 * hourMs;
    session(stage.till(), lender, { from, to: from + 90 * minuteMs });
    session(stage.till(), lender, { from: from + 30 * minuteMs, to: from + 2 * hourMs });
    return [{ rule: 'R9', key: `operator:${lender}`, count: 1 }];
  },
};

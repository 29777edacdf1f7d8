import { hourMs, minuteMs, tradingDayMs } from '../fleet/durations.js';
import type { Scenario } from './scenario.js';

export const resetFlood: Scenario = {
  name: 'reset-flood',
  summary: {
    en: 'An administrator resets twelve operators of a store, one every two minutes, each with the number of a case.',
    zh: '一名管理员每两分钟重置一名操作员，共十二名，均填写了流程编号。',
  },
  durationMs: tradingDayMs,
  terminals: 1,
  play(stage) {
    const till = stage.till();
    const actor = stage.operator();
    for (let i = 0; i < 12; i++) {
      const at = stage.dayOpens + 7 * hourMs + i * 2 * minuteMs;
      const data = { channel: 'administrator', actor, caseId: `case-${i + 1}`, temporary: true };
      till.acts.push({ at, name: 'PasswordReset', operatorId: stage.operator(), data });
    }
    return [
      { rule: 'R18', key: `actor:${actor}`, count: 1 },
      { rule: 'R18-store', key: `store:${till.storeId}`, count: 1 },
    ];
  },
};

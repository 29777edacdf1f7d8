import { hourMs, minuteMs, tradingDayMs } from '../fleet/durations.js';
import type { Scenario } from './scenario.js';

export const resetFlood: Scenario = {
  name: 'reset-flood',
  summary: {
    en: 'An administrator resets twelve operators of a store, one every two minutes, each with a number of another system.',
    zh: '一名管理员每两分钟重置一名操作员，共十二名，均填写了其他系统的编号。',
  },
  durationMs: tradingDayMs,
  terminals: 1,
  play(stage) {
    const till = stage.till();
    const actor = stage.operator();
    const operators = Array.from({ length: 12 }, () => stage.operator());
    for (const [i, operatorId] of operators.entries()) {
      const at = stage.dayOpens + 7 * hourMs + i * 2 * minuteMs;
      const data = { channel: 'administrator', actor, caseId: `case-${i + 1}`, temporary: true };
      till.acts.push({ at, name: 'PasswordReset', operatorId, data });
    }
    return [
      { rule: 'R18', key: `actor:${actor}`, count: 1 },
      { rule: 'R18-store', key: `store:${till.storeId}`, count: 1 },
      ...operators.map((operatorId) => ({ rule: 'R16', key: `operator:${operatorId}`, count: 1 })),
    ];
  },
};

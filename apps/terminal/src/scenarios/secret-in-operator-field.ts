import { hourMs, minuteMs, secondMs, tradingDayMs } from '../fleet/durations.js';
import { failure, session } from '../fleet/till.js';
import type { Scenario } from './scenario.js';

/** Invented for this scenario; nobody's password. */
const typedPassword = 'Tq7#vL9!mZ2$';

export const secretInOperatorField: Scenario = {
  name: 'secret-in-operator-field',
  summary: {
    en: 'An operator types the password where the operator id belongs, then logs in.',
    zh: '操作员把密码输入到操作员编号栏，随后正常登录。',
  },
  durationMs: tradingDayMs,
  terminals: 1,
  play(stage) {
    const till = stage.till();
    const from = stage.dayOpens + 2 * hourMs;
    failure(till, typedPassword, from, 'unknown-operator');
    session(till, stage.operator(), { from: from + 12 * secondMs, to: from + 80 * minuteMs });
    return [{ rule: 'R30e', key: `terminal:${till.id}`, count: 1 }];
  },
};

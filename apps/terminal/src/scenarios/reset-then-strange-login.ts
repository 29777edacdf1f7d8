import { hourMs, minuteMs, secondMs, tradingDayMs } from '../fleet/durations.js';
import { failures, session } from '../fleet/till.js';
import type { Scenario } from './scenario.js';

/** The administrator resets a password on the operator's own till; whoever heard of it guesses it at another one. */
export const resetThenStrangeLogin: Scenario = {
  name: 'reset-then-strange-login',
  summary: {
    en: 'A password is reset; ten minutes later it is guessed, at the sixth try, at a till its owner never used.',
    zh: '密码重置十分钟后，在其本人从未使用过的终端上第六次尝试时被猜中。',
  },
  durationMs: tradingDayMs,
  terminals: 2,
  play(stage) {
    const owner = stage.operator();
    const home = stage.till();
    const strange = stage.till();
    session(home, owner, { from: stage.dayOpens + hourMs, to: stage.dayOpens + 3 * hourMs });
    const resetAt = stage.dayOpens + 6 * hourMs;
    const data = { channel: 'administrator', actor: stage.operator(), temporary: true };
    home.acts.push({ at: resetAt, name: 'PasswordReset', operatorId: owner, data });
    const from = resetAt + 10 * minuteMs;
    const last = failures(strange, owner, { from, count: 5, everyMs: 20 * secondMs });
    session(strange, owner, { from: last + 20 * secondMs, to: last + 40 * minuteMs });
    const key = `operator:${owner}`;
    return [
      { rule: 'R1', key, count: 1 },
      { rule: 'R4', key, count: 1 },
      { rule: 'R16', key, count: 1 },
      { rule: 'R19', key, count: 1 },
      { rule: 'R21', key, count: 1 },
    ];
  },
};

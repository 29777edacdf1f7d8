import { hourMs, minuteMs, secondMs, tradingDayMs } from '../fleet/durations.js';
import { failures, lock, session, unlock } from '../fleet/till.js';
import type { Scenario } from './scenario.js';

const attemptEveryMs = 3.5 * minuteMs;

/** A stale password is tried too slowly for R1 (three within ten minutes), yet locks the operator three times. */
export const repeatedLockouts: Scenario = {
  name: 'repeated-lockouts',
  summary: {
    en: 'An old password locks an operator three times within two hours; the right one works an hour later.',
    zh: '旧密码在两小时内三次锁定同一操作员，一小时后用正确密码登录。',
  },
  durationMs: tradingDayMs,
  terminals: 1,
  play(stage) {
    const operatorId = stage.operator();
    const till = stage.till();
    let from = stage.dayOpens + 4 * hourMs;
    for (let round = 0; round < 3; round++) {
      const lockedAt = lock(till, operatorId, failures(till, operatorId, { from, count: 6, everyMs: attemptEveryMs }));
      unlock(till, operatorId, lockedAt + 30 * minuteMs, 'lock-expired');
      from = lockedAt + 30 * minuteMs + 20 * secondMs;
    }
    session(till, operatorId, { from: from + hourMs, to: from + 3 * hourMs });
    return [{ rule: 'R7', key: `operator:${operatorId}`, count: 1 }];
  },
};

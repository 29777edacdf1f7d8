import { hourMs, minuteMs, tradingDayMs } from '../fleet/durations.js';
import { session } from '../fleet/till.js';
import type { Scenario } from './scenario.js';
import { guessAround } from './terminal-guessing.js';

const offlineMs = 48 * hourMs;
/** Back two hours into the last trading day. */
const durationMs = tradingDayMs + offlineMs - hourMs;

export const offlineTwoDays: Scenario = {
  name: 'offline-two-days',
  summary: {
    en: 'A till has no network for 48 hours; guessing on its first evening is told two days late.',
    zh: '终端离线 48 小时，首日晚间的猜测行为两天后才上报。',
  },
  durationMs,
  terminals: 1,
  play(stage) {
    const till = stage.till({ opensAt: stage.dayOpens + hourMs - offlineMs });
    const cutOff = till.opensAt + 10 * minuteMs;
    till.outages.push({ from: cutOff, to: cutOff + offlineMs });
    const staff = stage.operator();
    for (const day of [0, 1, 2]) {
      const from = cutOff + day * 24 * hourMs + 30 * minuteMs;
      session(till, staff, { from, to: from + 4 * hourMs });
    }
    guessAround(stage, till, cutOff + 8 * hourMs);
    return [{ rule: 'R2', key: `terminal:${till.id}`, count: 1 }];
  },
};

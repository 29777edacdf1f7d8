import { hourMs, secondMs, tradingDayMs } from '../fleet/durations.js';
import type { Stage } from '../fleet/stage.js';
import { failure, type Till } from '../fleet/till.js';
import type { Scenario } from './scenario.js';

export const terminalGuessing: Scenario = {
  name: 'terminal-guessing',
  summary: {
    en: 'Fifteen failures at one till within eight minutes, over invented and real operator ids.',
    zh: '八分钟内在同一终端失败十五次，涉及虚构和真实的操作员编号。',
  },
  durationMs: tradingDayMs,
  terminals: 1,
  play(stage) {
    const till = stage.till();
    guessAround(stage, till, stage.dayOpens + 5 * hourMs);
    return [{ rule: 'R2', key: `terminal:${till.id}`, count: 1 }];
  },
};

const inventedIds = ['boss', 'cashier', 'manager'] as const;

/** Three guesses at each of five ids, 35 s apart: below what any single operator's rule counts. */
export function guessAround(stage: Stage, till: Till, from: number): void {
  const targets = [...inventedIds, stage.operator(), stage.operator()];
  for (let i = 0; i < 3 * targets.length; i++) {
    const target = targets[i % targets.length]!;
    const invented = inventedIds.some((id) => id === target);
    failure(till, target, from + i * 35 * secondMs, invented ? 'unknown-operator' : 'invalid-password');
  }
}

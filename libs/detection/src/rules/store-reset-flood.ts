import { isAssisted } from '../assistance.js';
import { copyCrowd, crowdProgress, join, newCrowd, type Crowd } from '../crowd.js';
import { isKnownOperator } from '../interest.js';
import type { Rule } from '../rule.js';
import { repeat, scene, type Line } from '../scene.js';

const WINDOW_MS = 15 * 60_000;
const OPERATORS = 5;

/** R18, by where it happens, whoever does it. */
const rule: Rule<Crowd> = {
  id: 'R18-store',
  version: 1,
  severity: 'high',
  title: { en: 'Many operators of a store reset or unlocked at once', zh: '同一门店短时间内大量操作员被重置或解锁' },
  firesWhen: {
    en: 'Five operators of a store reset or unlocked within a quarter of an hour.',
    zh: '一刻钟内同一门店有五名操作员被重置或解锁。',
  },
  runbook: {
    en: 'Call the store: was there a lockout (R8) that is being cleared, or a planned change with a ticket? If neither, find out who did it and from which terminal, and have the operators listed change their passwords with identity verified.',
    zh: '致电门店：是否正在处理大面积锁定（R8），或有计划内变更及工单？若均不是，查明执行人与所用终端，并让列出的操作员在核实身份后更换密码。',
  },
  falsePositives: {
    en: 'Clearing a lockout storm; setting up a new store.',
    zh: '处理大面积锁定；新店开业设置。',
  },
  knownGaps: {
    en: 'Slower than five operators in a quarter of an hour, or spread over stores (R18 sees one person do that).',
    zh: '慢于一刻钟五名操作员，或分散到多家门店的情况无法发现（同一人所为的由 R18 发现）。',
  },
  references: ['PCI DSS 4.0.1 8.3.3', 'ATT&CK T1098'],
  on: ['PasswordReset', 'OperatorUnlocked'],
  groupBy: 'store',
  window: WINDOW_MS,
  initialState: newCrowd,
  copyState: copyCrowd,
  evolve(crowd, event) {
    if (!isKnownOperator(event) || !isAssisted(event)) return undefined;
    return join(crowd, event.operatorId!, event, {
      windowMs: WINDOW_MS,
      severity: 'high',
      isEnough: ({ size }) => size >= OPERATORS,
    });
  },
  progress: (crowd, event) =>
    crowdProgress(crowd, event, {
      counts: isKnownOperator(event) && isAssisted(event),
      threshold: OPERATORS,
      windowMs: WINDOW_MS,
    }),
  examples: [
    {
      name: 'five operators reset by different people within a quarter of an hour',
      events: scene(many(5, 225)),
      expect: [{ severity: 'high', count: 5 }],
    },
    {
      name: 'the fifth a little later',
      events: scene(many(4, 60), { ...many(1, 0)[0]!, at: 900.001, operatorId: 'o-5' }),
      expect: [],
    },
    {
      name: 'one operator many times, and locks that ran out',
      events: scene(
        repeat(6, 10, many(1, 0)[0]!),
        many(6, 10).map((line) => ({ ...line, name: 'OperatorUnlocked', data: { channel: 'lock-expired' } })),
      ),
      expect: [],
    },
    {
      name: 'in two stores',
      events: scene(
        many(3, 10),
        many(6, 10)
          .slice(3)
          .map((line) => ({ ...line, terminalId: 't-2', storeId: 's-2' })),
      ),
      expect: [],
    },
    {
      name: 'it goes on; the finding changes when the count has doubled',
      events: scene(many(13, 60)),
      expect: [{ severity: 'high', count: 10 }],
    },
    {
      name: 'told by two terminals the other way round, and by one whose clock is set back',
      events: scene(
        many(5, 60)
          .slice(3)
          .map((line) => ({ ...line, terminalId: 't-2' })),
        many(3, 60).toReversed(),
      ),
      expect: [{ severity: 'high', count: 5 }],
    },
  ],
};

export const storeResetFlood: Rule = rule;

function many(count: number, every: number): Line[] {
  return Array.from({ length: count }, (_, i) => ({
    at: i * every,
    name: 'PasswordReset',
    operatorId: `o-${i}`,
    data: { channel: 'administrator', actor: `boss-${i}`, temporary: true, caseId: `case-${i}` },
  }));
}

import { episodeRule } from '../episodes.js';
import { repeat, scene, type Line } from '../scene.js';

const HOUR_MS = 3_600_000;
const HOUR_S = 3_600;

function lock(at: number, reason = 'too-many-failures'): Line {
  return { at, name: 'OperatorLocked', data: { reason } };
}

/** R7. Only locks that guessing caused: a lock by an administrator or a policy says nothing about the person. */
export const repeatedLockouts = episodeRule({
  id: 'R7',
  version: 1,
  title: { en: 'Operator locked out again and again', zh: '操作员反复被锁定' },
  firesWhen: {
    en: 'Three locks of one operator for failures within three hours; high from five within a day.',
    zh: '同一操作员三小时内因登录失败被锁定三次；一天内达到五次为高。',
  },
  runbook: {
    en: "Do not simply unlock once more. Find the terminal the failures come from; if it is a device with an old password, correct it; if it is a person, verify the operator's identity and reset the password through a recovery case.",
    zh: '不要只是再次解锁。先查明失败来自哪台终端：若是设备保存了旧密码，更正设备；若是人为，核实操作员身份，并通过找回流程重置密码。',
  },
  falsePositives: {
    en: 'A device that keeps logging in with a cached old password; a new operator who has not learnt the PIN.',
    zh: '设备反复使用缓存的旧密码登录；新员工尚未记住 PIN。',
  },
  knownGaps: {
    en: 'Terminals that lock locally without reporting OperatorLocked are not seen. A store-wide storm appears as one finding per operator.',
    zh: '终端本地锁定但未上报 OperatorLocked 的情况无法发现。全店范围的锁定风暴会按操作员逐个列出。',
  },
  references: ['PCI DSS 4.0.1 8.3.4', 'ATT&CK T1110', 'ATT&CK T1531'],
  on: ['OperatorLocked'],
  groupBy: 'operator',
  tiers: [
    { count: 3, windowMs: 3 * HOUR_MS, severity: 'medium' },
    { count: 5, windowMs: 24 * HOUR_MS, severity: 'high' },
  ],
  facets: [{ name: 'terminals', of: (event) => event.terminalId }],
  isHit: (event) => event.data['reason'] === 'too-many-failures',
  examples: [
    {
      name: 'three locks in three hours',
      events: scene(repeat(3, 1.5 * HOUR_S, lock(0))),
      expect: [{ severity: 'medium', count: 3 }],
    },
    {
      name: 'three locks in a little over three hours',
      events: scene(lock(0), lock(HOUR_S), lock(3 * HOUR_S + 1)),
      expect: [],
    },
    {
      name: 'five locks in a day, never three in three hours',
      events: scene(repeat(5, 5 * HOUR_S, lock(0))),
      expect: [{ severity: 'high', count: 5 }],
    },
    {
      name: 'three close together become high with the fifth of the day',
      events: scene(repeat(3, HOUR_S, lock(0)), lock(10 * HOUR_S), lock(20 * HOUR_S)),
      expect: [{ severity: 'high', count: 5 }],
    },
    {
      name: 'locks by an administrator',
      events: scene(repeat(4, 60, lock(0, 'administrator'))),
      expect: [],
    },
    {
      name: 'told by two terminals the other way round, and by one whose clock is set back',
      events: scene({ ...lock(2 * HOUR_S), terminalId: 't-2' }, lock(HOUR_S), lock(0)),
      expect: [{ severity: 'medium', count: 3 }],
    },
  ],
});

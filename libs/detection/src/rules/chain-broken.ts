import { episodeRule } from '../episodes.js';
import { repeat, scene } from '../scene.js';

/** R30d, the part about a terminal's hash chain: a link, or the head that a seal signs. */
export const chainBroken = episodeRule({
  id: 'R30d',
  version: 1,
  title: { en: 'Hash chain of a terminal is broken', zh: '终端日志的散列链断裂' },
  firesWhen: {
    en: 'A link of the hash chain, or the head of a seal, that is not that of the event we hold.',
    zh: '散列链的链接或封存的末端与所存事件不一致。',
  },
  runbook: {
    en: 'The event, or the seal, names a previous event that is not the one we hold. Ask the terminal for its journal around that sequence and compare; until that is explained, do not rely on what this terminal reports.',
    zh: '该事件（或封存）所引用的前一事件与我们保存的不一致。向终端索取该序号前后的日志并比对；在查明之前，不要采信该终端上报的内容。',
  },
  falsePositives: {
    en: 'Terminal software that computes the hash over other bytes than the contract says, typically after an update.',
    zh: '终端软件计算散列时所用的字节与约定不符，多见于软件升级之后。',
  },
  knownGaps: {
    en: 'Checked only against an event we hold: across a gap it is not. Senders without prevhash have no chain. A journal rewritten before it was sent has an intact chain.',
    zh: '仅与已保存的事件比对，跨越缺口时无法检查。不带 prevhash 的发送方没有散列链。发送之前就被改写的日志，其链条仍然完整。',
  },
  references: ['PCI DSS 4.0.1 10.3.4', 'ATT&CK T1565.001', 'ATT&CK T1070'],
  on: [],
  onMarks: ['chain-broken'],
  groupBy: 'terminal',
  tiers: [{ count: 1, windowMs: 3_600_000, severity: 'critical' }],
  isHit: () => true,
  examples: [
    {
      name: 'one broken link',
      events: scene({ at: 0, name: 'Heartbeat', marks: ['chain-broken'], data: { queued: 0 } }),
      expect: [{ severity: 'critical', count: 1 }],
    },
    {
      name: 'a seal over another head than the one we hold',
      events: scene({ at: 0, name: 'ChainSealed', marks: ['chain-broken'], data: { keyId: 'k-1' } }),
      expect: [{ severity: 'critical', count: 1 }],
    },
    {
      name: 'an intact chain with other marks on it',
      events: scene(repeat(3, 60, { at: 0, name: 'Heartbeat', marks: ['clock-implausible'], data: { queued: 0 } })),
      expect: [],
    },
    {
      name: 'breaks within an hour of each other are one finding, later is another',
      events: scene(repeat(2, 1_800, { at: 0, name: 'Heartbeat', marks: ['chain-broken', 'unmapped'] }), {
        at: 5_401,
        name: 'Heartbeat',
        marks: ['chain-broken'],
      }),
      expect: [
        { severity: 'critical', count: 2 },
        { severity: 'critical', count: 1 },
      ],
    },
    {
      name: 'the journal decides the order when the clock is set back',
      events: scene([600, 0].map((at) => ({ at, name: 'Heartbeat', marks: ['chain-broken'] }))),
      expect: [{ severity: 'critical', count: 2 }],
    },
  ],
});

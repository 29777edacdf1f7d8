import { episodeRule } from '../episodes.js';
import { repeat, scene, type Line } from '../scene.js';

function sealed(at: number, ...marks: NonNullable<Line['marks']>): Line {
  return { at, name: 'ChainSealed', marks, data: { head: 'ab'.repeat(32), keyId: 'k-1', signature: 'A'.repeat(86) } };
}

/** R29, the part about keys that were revoked. */
export const revokedKey = episodeRule({
  id: 'R29-revoked',
  version: 1,
  title: { en: 'Journal sealed with a revoked key', zh: '已吊销的密钥仍在封存日志' },
  firesWhen: {
    en: 'A seal by a key that had been revoked.',
    zh: '使用已吊销密钥的封存。',
  },
  runbook: {
    en: 'The device that had this key is still at work. If it was stolen, tell whoever is looking for it where its reports come from; if it was replaced, find out why it still runs. What it reports is kept and trusted nowhere.',
    zh: '持有该密钥的设备仍在工作。若设备被盗，将其上报来源告知追查人员；若已更换，查明为何仍在运行。其上报内容会保留，但不予采信。',
  },
  falsePositives: {
    en: 'A key revoked while its terminal was offline, without naming the place up to which its reports are expected.',
    zh: '终端离线期间吊销密钥，且未指明仍应接收到哪个序号。',
  },
  knownGaps: {
    en: 'A device that reports without sealing shows its key to nobody. Seals at or before the place named with the revocation are expected, whoever made them.',
    zh: '不做封存的设备不会暴露其密钥。吊销时所指明序号及之前的封存视为预期内，无论由谁签署。',
  },
  references: ['PCI DSS 4.0.1 3.7.5', 'PCI DSS 4.0.1 9.5.1', 'ATT&CK T1552.004'],
  on: [],
  onMarks: ['after-revocation'],
  groupBy: 'terminal',
  tiers: [{ count: 1, windowMs: 3_600_000, severity: 'critical' }],
  facets: [{ name: 'keys', of: ({ data }) => (typeof data['keyId'] === 'string' ? data['keyId'] : undefined) }],
  isHit: ({ marks }) => !marks?.includes('drained'),
  examples: [
    {
      name: 'a seal by a revoked key',
      events: scene(sealed(0, 'after-revocation')),
      expect: [{ severity: 'critical', count: 1 }],
    },
    {
      name: 'a backlog that was expected when the key was revoked',
      events: scene(repeat(4, 10, sealed(0, 'after-revocation', 'drained'))),
      expect: [],
    },
    {
      name: 'seals beyond what was expected; after an hour without one it is another finding',
      events: scene(
        repeat(4, 10, sealed(0, 'after-revocation', 'drained')),
        repeat(2, 10, sealed(40, 'after-revocation')),
        sealed(3_651, 'after-revocation'),
      ),
      expect: [
        { severity: 'critical', count: 2 },
        { severity: 'critical', count: 1 },
      ],
    },
    {
      name: 'the journal decides the order when the clock is set back',
      events: scene(sealed(600, 'after-revocation'), sealed(0, 'after-revocation')),
      expect: [{ severity: 'critical', count: 2 }],
    },
  ],
});

import { episodeRule } from '../episodes.js';
import type { Observation } from '../observation.js';
import type { Rule } from '../rule.js';
import { repeat, scene, type Line } from '../scene.js';

const DAY_MS = 24 * 3_600_000;
/** Keys told apart within a day; at the limit the one that began first is forgotten. */
const MAX_KEYS = 20;

interface State {
  /** In the order they took over; the last one seals now. */
  keys: string[];
  lastAt: number;
  /** Of the rule below, which counts the seals that are wrong. */
  seals: unknown;
}

const seals = episodeRule({
  id: 'R29-seal',
  version: 1,
  title: { en: 'Journal sealed by a wrong key', zh: '终端日志的封存签名不可信' },
  firesWhen: {
    en: 'A seal whose signature is wrong, or a key that seals again after another has taken over.',
    zh: '封存签名错误，或已被替换的密钥再次用于封存。',
  },
  runbook: {
    en: 'Somebody who does not hold the key of this terminal speaks in its name, or two devices do. Freeze the terminal, compare its serial number with the registry, and look at its keys: one that should be gone is revoked. What it reported since the last trusted seal is unproven.',
    zh: '有人在不持有该终端密钥的情况下冒用其身份，或有两台设备同时使用该身份。先冻结终端，将序列号与登记信息核对，并检查其密钥：不应存在的密钥应予吊销。最后一次可信封存之后上报的内容均未得到证明。',
  },
  falsePositives: {
    en: 'A terminal whose key file was restored from a backup after a rotation; one that seals with a key it never registered.',
    zh: '轮换密钥后终端从备份恢复了旧密钥文件；终端使用了从未登记的密钥进行封存。',
  },
  knownGaps: {
    en: 'A clone that holds the key in use signs well: it shows as a conflict (R29) or a broken chain (R30d). A terminal without a key seals nothing. Keys that take turns more than a day apart are not told apart.',
    zh: '持有现用密钥的克隆设备签名有效，只会表现为冲突（R29）或散列链断裂（R30d）。没有密钥的终端不做封存。相隔一天以上交替使用的密钥无法区分。',
  },
  references: ['PCI DSS 4.0.1 9.5.1', 'PCI DSS 4.0.1 10.3.4', 'ATT&CK T1036', 'ATT&CK T1565.001'],
  on: ['ChainSealed'],
  onMarks: ['seal-invalid'],
  groupBy: 'terminal',
  tiers: [{ count: 1, windowMs: 3_600_000, severity: 'critical' }],
  facets: [{ name: 'keys', of: keyOf }],
  isHit: () => true,
  examples: [
    {
      name: 'a signature that is not by the key of this terminal',
      events: scene(seal(0, 'k-1'), { ...seal(10, 'k-1'), marks: ['seal-invalid'] }),
      expect: [{ severity: 'critical', count: 1 }],
    },
    {
      name: 'one key after the other',
      events: scene(repeat(3, 10, seal(0, 'k-1')), repeat(3, 10, seal(30, 'k-2'))),
      expect: [],
    },
    {
      name: 'a key that was replaced seals again, and then the new one: two devices',
      events: scene(seal(0, 'k-1'), seal(10, 'k-2'), seal(20, 'k-1'), seal(30, 'k-2'), seal(40, 'k-2')),
      expect: [{ severity: 'critical', count: 1 }],
    },
    {
      name: 'other marks on a seal are other rules',
      events: scene(
        { ...seal(0, 'k-1'), marks: ['chain-broken'] },
        { ...seal(10, 'k-1'), marks: ['after-revocation'] },
      ),
      expect: [],
    },
    {
      name: 'a day without a seal, after which the key before seals again',
      events: scene(seal(0, 'k-1'), seal(10, 'k-2'), seal(86_411, 'k-1')),
      expect: [],
    },
    {
      name: 'wrong ones within an hour of each other are one finding, later is another',
      events: scene(repeat(2, 1_800, { ...seal(0, 'k-9'), marks: ['seal-invalid'] }), {
        ...seal(5_401, 'k-9'),
        marks: ['seal-invalid'],
      }),
      expect: [
        { severity: 'critical', count: 2 },
        { severity: 'critical', count: 1 },
      ],
    },
    {
      name: 'the journal decides the order when the clock is set back',
      events: scene([600, 0].map((at) => ({ ...seal(at, 'k-9'), marks: ['seal-invalid'] }))),
      expect: [{ severity: 'critical', count: 2 }],
    },
  ],
});

/** R29, the part about keys: seals that intake could not trust, and good ones by a key whose turn was over. */
const rule: Rule<State> = {
  ...seals,
  window: DAY_MS,
  initialState: () => ({ keys: [], lastAt: -Infinity, seals: seals.initialState() }),
  evolve(state, event) {
    if (Math.abs(event.at - state.lastAt) > DAY_MS) state.keys = [];
    state.lastAt = event.at;
    return isWrong(state, event) ? seals.evolve(state.seals, event) : undefined;
  },
  progress: (state, event) => seals.progress!(state.seals, event),
};

export const untrustedSeal: Rule = rule;

function isWrong({ keys }: State, event: Observation): boolean {
  if (event.marks?.includes('seal-invalid')) return true;
  const key = keyOf(event);
  if (key === undefined || event.marks?.includes('after-revocation')) return false;
  if (keys.includes(key)) return keys.at(-1) !== key;
  if (keys.push(key) > MAX_KEYS) keys.shift();
  return false;
}

function keyOf({ data }: Observation): string | undefined {
  return typeof data['keyId'] === 'string' ? data['keyId'] : undefined;
}

function seal(at: number, keyId: string): Line {
  return { at, name: 'ChainSealed', data: { head: 'ab'.repeat(32), keyId, signature: 'A'.repeat(86) } };
}

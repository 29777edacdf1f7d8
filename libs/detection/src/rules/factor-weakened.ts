import { episodeRule } from '../episodes.js';
import type { Observation } from '../observation.js';
import type { Rule } from '../rule.js';
import { scene, type Line } from '../scene.js';

/** What somebody knows; any other factor is a second one next to it. */
const known: readonly unknown[] = ['password', 'pin'];

interface State {
  /** Second factors the operator has. */
  enrolled: Set<string>;
  /** Of the rule below, which counts what weakened the sign-in. */
  weakened: unknown;
}

const weakened = episodeRule({
  id: 'R25',
  version: 1,
  title: { en: 'Second factor removed, bypassed or left out', zh: '第二登录因子被移除、绕过或缺省' },
  firesWhen: {
    en: 'A second factor removed or skipped, or a login with the password alone where one is enrolled.',
    zh: '第二因子被移除或跳过，或已登记第二因子者仅凭密码登录。',
  },
  runbook: {
    en: "Ask who allowed it. If a card or phone was replaced, the new one has to be enrolled at once, and the replacement belongs to a case; if nobody knows of it, take the operator's sessions as taken over. A terminal that lets somebody in with one factor where two are enrolled has to be corrected.",
    zh: '查明由谁批准。若为更换卡片或手机，应立即登记新的因子并有相应流程；若无人知情，按会话已被盗用处理。对已登记两种因子却只验一种即放行的终端，应更正其设置。',
  },
  falsePositives: {
    en: 'A card or phone that is being replaced; a reader that is broken, with a ticket.',
    zh: '更换卡片或手机；读卡设备故障且有工单。',
  },
  knownGaps: {
    en: 'What is required of an operator is not known: who has a second factor enrolled is expected to use one. Logins with a card alone are not looked at. Prompts are R25-prompts.',
    zh: '不掌握对操作员的因子要求：已登记第二因子者即应使用。不检查仅凭卡片的登录。验证提示由 R25-prompts 判断。',
  },
  references: ['PCI DSS 4.0.1 8.4', 'PCI DSS 4.0.1 8.5.1', 'ATT&CK T1556.006', 'ATT&CK T1621'],
  on: ['FactorRemoved', 'FactorBypassed', 'FactorEnrolled', 'LoginSucceeded'],
  groupBy: 'operator',
  tiers: [{ count: 1, windowMs: 3_600_000, severity: 'high' }],
  facets: [
    { name: 'events', of: ({ name }) => name },
    { name: 'factors', of: ({ data }) => (typeof data['factor'] === 'string' ? data['factor'] : undefined) },
    { name: 'terminals', of: ({ terminalId }) => terminalId },
  ],
  isHit: () => true,
  examples: [
    {
      name: 'the card of an operator is removed',
      events: scene(factor(0, 'FactorRemoved', 'card')),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'in with the password alone, a month after a card was enrolled',
      events: scene(factor(0, 'FactorEnrolled', 'card'), login(30 * 86_400, 'password')),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'in with both, and with the card alone',
      events: scene(factor(0, 'FactorEnrolled', 'card'), login(60, 'password', 'card'), login(120, 'card')),
      expect: [],
    },
    {
      name: 'an operator who never had a second factor, and a PIN that is removed',
      events: scene(login(0, 'password'), factor(10, 'FactorEnrolled', 'pin'), factor(20, 'FactorRemoved', 'pin'), {
        ...login(30, 'password'),
      }),
      expect: [],
    },
    {
      name: 'removed, and then in with the password: it is the removal that counts',
      events: scene(factor(0, 'FactorEnrolled', 'qr'), factor(60, 'FactorRemoved', 'qr'), login(120, 'password')),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'told by two terminals the other way round, and by one whose clock is set back',
      events: scene(
        [factor(300, 'FactorBypassed', 'card'), login(240, 'pin')].map((line) => ({ ...line, terminalId: 't-2' })),
        factor(0, 'FactorEnrolled', 'card'),
      ),
      expect: [{ severity: 'high', count: 2 }],
    },
  ],
});

/** R25. Judged by the factors the operator had when it happened, however long ago they were enrolled. */
const rule: Rule<State> = {
  ...weakened,
  lasting: { on: ['FactorEnrolled', 'FactorRemoved'], slot: ({ data }) => `${data['factor']}` },
  initialState: () => ({ enrolled: new Set(), weakened: weakened.initialState() }),
  evolve(state, event) {
    return isWeaker(state.enrolled, event) ? weakened.evolve(state.weakened, event) : undefined;
  },
  progress: (state, event) => weakened.progress!(state.weakened, event),
};

export const factorWeakened: Rule = rule;

function isWeaker(enrolled: Set<string>, { name, data }: Observation): boolean {
  const { factor, factors } = data;
  if (name === 'FactorBypassed') return true;
  if (name === 'LoginSucceeded') {
    return (
      enrolled.size > 0 && Array.isArray(factors) && factors.length > 0 && factors.every((one) => known.includes(one))
    );
  }
  if (typeof factor !== 'string' || known.includes(factor)) return false;
  if (name === 'FactorEnrolled') enrolled.add(factor);
  else enrolled.delete(factor);
  return name === 'FactorRemoved';
}

function factor(at: number, name: string, factor: string): Line {
  return { at, name, data: { factor, actor: 'o-9' } };
}

function login(at: number, ...factors: string[]): Line {
  return { at, name: 'LoginSucceeded', data: { sessionId: `s-${at}`, factors } };
}

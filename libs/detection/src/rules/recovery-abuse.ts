import { describe, grow, open, type Episode, type Facet } from '../episodes.js';
import type { Observation } from '../observation.js';
import type { Finding, Rule, Severity } from '../rule.js';
import { scene, type Line } from '../scene.js';

const DAY_MS = 24 * 3_600_000;
const HOUR_S = 3_600;
/** Who has taken a telephone over would change it first: a contact counts when it has stood for a week. */
const CONTACT_STANDS_MS = 7 * DAY_MS;
/** As often as this within a day: requests, or resets; and refusals. */
const OFTEN = 3;
const REFUSALS = 2;
/** Events of one operator within a day. */
const MAX_RECENT = 100;

type Sign = 'often' | 'channels' | 'contact-changed' | 'device-mismatch' | 'refused-again' | 'executed-otherwise';

interface State {
  /** Within a day, in order. */
  recent: Observation[];
  contact: Observation | undefined;
  episode: Episode | undefined;
  /** Of the episode. */
  signs: Set<Sign>;
}

const facets: readonly Facet[] = [
  { name: 'channels', of: channelOf },
  { name: 'actors', of: ({ data }) => (typeof data['actor'] === 'string' ? data['actor'] : undefined) },
];

/** R20. A finding goes on while each event follows the one before within a day; `count` is of them. */
const rule: Rule<State> = {
  id: 'R20',
  version: 2,
  severity: 'high',
  title: { en: 'Password recovery of one operator abused', zh: '同一操作员的密码恢复疑被滥用' },
  firesWhen: {
    en: 'Within a day three requests or resets, two channels, or two refusals; a contact registered within a week before self-service; a device that does not match; a reset otherwise than ordered.',
    zh: '一天内三次申请或重置、两个渠道或两次未通过；自助重置前一周内登记过联系方式；设备信息不符；未按批准方式执行。',
  },
  runbook: {
    en: 'Who is refused by one channel may try the next, and who has taken a telephone over registers it first. The signs say what was seen. Compare what each channel was told and shown, ask the operator through a contact that is older than all of it whether it was them, and hold further resets until identity is verified in person.',
    zh: '在一个渠道被拒的人可能会换另一个渠道；盗用电话的人会先变更联系方式。迹象列出了具体情况。比对各渠道收到的说明与材料，通过此前早已登记的联系方式向本人核实；在当面核实身份之前暂停后续重置。',
  },
  falsePositives: {
    en: 'A hotline that asks again, a reset that did not reach the terminal and was repeated, a new telephone, a label read wrongly.',
    zh: '热线重复申请；重置未送达终端而重复执行；更换了手机；误读设备标签。',
  },
  knownGaps: {
    en: 'Slower than three a day through one channel is not seen. A changed contact is held against self-service only: the other channels do not rest on it. Devices are compared in cases of the vendor, not at the terminal.',
    zh: '同一渠道慢于每天三次的无法发现。联系方式变更仅与自助重置比对，其他渠道不以其为依据。设备信息只在厂商渠道的工单中比对，不在终端上比对。',
  },
  references: ['PCI DSS 4.0.1 8.3.3', 'ATT&CK T1098'],
  on: [
    ...['PasswordReset', 'RecoveryCaseRequested', 'IdentityVerificationFailed', 'RecoveryRejected'],
    ...['RecoveryResetSeen', 'ContactRegistered'],
  ],
  groupBy: 'operator',
  window: DAY_MS,
  lasting: { on: ['ContactRegistered'], slot: () => 'contact' },
  initialState: () => ({ recent: [], contact: undefined, episode: undefined, signs: new Set() }),
  evolve(state, event) {
    if (event.name === 'ContactRegistered') {
      state.contact = event;
      return undefined;
    }
    if (event.name === 'RecoveryResetSeen' && !isOtherwise(event)) return undefined;
    if (event.at - (state.recent.at(-1)?.at ?? -Infinity) > DAY_MS) {
      Object.assign(state, { episode: undefined, signs: new Set() });
    }
    state.recent = [...state.recent.filter(({ at }) => event.at - at <= DAY_MS), event].slice(-MAX_RECENT);
    const signs = signsOf(state, event);
    const isNew = signs.some((sign) => !state.signs.has(sign));
    const severity = severityOf(signs);
    if (state.episode) {
      if (!grow(state.episode, event, severity, facets) && !isNew) return undefined;
    } else {
      if (!severity) return undefined;
      state.episode = open(state.recent, severity, facets);
    }
    for (const sign of signs) state.signs.add(sign);
    return found(state, state.episode, event);
  },
  examples: [
    {
      name: 'three resets in a day',
      events: scene(reset(0), reset(8 * HOUR_S), reset(24 * HOUR_S)),
      expect: [{ severity: 'high', count: 3 }],
    },
    {
      name: 'two in a day, and the third a little later',
      events: scene(reset(0), reset(8 * HOUR_S), reset(24 * HOUR_S + 1)),
      expect: [],
    },
    {
      name: 'three requests in a day, of which none was carried out',
      events: scene(requested(0), requested(60), requested(24 * HOUR_S)),
      expect: [{ severity: 'high', count: 3 }],
    },
    {
      name: 'two requests and their resets',
      events: scene(requested(0), reset(HOUR_S), requested(2 * HOUR_S), reset(3 * HOUR_S)),
      expect: [],
    },
    {
      name: 'the vendor in the morning, the bank in the evening; asked of one, carried out by the other',
      events: scene(
        [reset(0, 'vendor'), reset(8 * HOUR_S, 'bank')],
        [requested(48 * HOUR_S, 'vendor'), reset(49 * HOUR_S, 'bank')],
      ),
      expect: [
        { severity: 'high', count: 2 },
        { severity: 'high', count: 2 },
      ],
    },
    {
      name: 'another channel after more than a day',
      events: scene(reset(0, 'vendor'), requested(24 * HOUR_S + 1, 'bank')),
      expect: [],
    },
    {
      name: 'a contact registered six days before self-service',
      events: scene(contact(0), reset(6 * 24 * HOUR_S, 'self-service')),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'a contact that has stood for more than a week, and a new one before a reset by the bank',
      events: scene(contact(0), reset(7 * 24 * HOUR_S + 1, 'self-service'), contact(9 * 24 * HOUR_S), {
        ...reset(9 * 24 * HOUR_S + 60, 'bank'),
      }),
      expect: [],
    },
    {
      name: 'serial number or model do not match; the person fails twice in a day',
      events: scene(refused(0, 'device-mismatch'), refused(48 * HOUR_S, 'person'), rejected(49 * HOUR_S)),
      expect: [
        { severity: 'high', count: 1 },
        { severity: 'high', count: 2 },
      ],
    },
    {
      name: 'one refusal, and a device that nobody registered',
      events: scene(refused(0, 'person'), refused(25 * HOUR_S, 'device-unknown')),
      expect: [],
    },
    {
      name: 'carried out at a terminal that was not told to; as ordered is nothing',
      events: scene(seen(0, 'as-ordered'), seen(60, 'elsewhere')),
      expect: [{ severity: 'medium', count: 1 }],
    },
    {
      name: 'told by two terminals the other way round, and by one whose clock is set back',
      events: scene({ ...reset(2 * HOUR_S), terminalId: 't-2' }, reset(HOUR_S), reset(0)),
      expect: [{ severity: 'high', count: 3 }],
    },
  ],
};

export const recoveryAbuse: Rule = rule;

/** What this event, with what came within a day before it, is a sign of. */
function signsOf({ recent, contact }: State, event: Observation): Sign[] {
  const { name, data } = event;
  const attempts = recent.filter(isAttempt);
  const alike = attempts.filter((other) => other.name === name);
  const refusals = recent.filter(isRefusal);
  const isFresh = contact !== undefined && event.at - contact.at <= CONTACT_STANDS_MS;
  const signs: Record<Sign, boolean> = {
    often: alike.length >= OFTEN,
    channels: isAttempt(event) && new Set(attempts.map(channelOf)).size > 1,
    'contact-changed':
      data['fault'] === 'contact-changed' ||
      (name === 'PasswordReset' && isFresh && channelOf(event) === 'self-service'),
    'device-mismatch': data['fault'] === 'device-mismatch',
    'refused-again': isRefusal(event) && refusals.length >= REFUSALS,
    'executed-otherwise': isOtherwise(event),
  };
  return (Object.keys(signs) as Sign[]).filter((sign) => signs[sign]);
}

/** That a reset came in another way than ordered may be a broken till. */
function severityOf(signs: readonly Sign[]): Severity | undefined {
  if (signs.length === 0) return undefined;
  return signs.every((sign) => sign === 'executed-otherwise') ? 'medium' : 'high';
}

function isAttempt({ name }: Observation): boolean {
  return name === 'PasswordReset' || name === 'RecoveryCaseRequested';
}

function isRefusal({ name }: Observation): boolean {
  return name === 'IdentityVerificationFailed' || name === 'RecoveryRejected';
}

function isOtherwise({ data }: Observation): boolean {
  return data['finding'] === 'elsewhere' || data['finding'] === 'other-channel';
}

function channelOf({ data }: Observation): string | undefined {
  return typeof data['channel'] === 'string' ? data['channel'] : undefined;
}

function found({ signs, contact }: State, episode: Episode, event: Observation): Finding {
  const { details, ...finding } = describe(episode, event.at, facets);
  const contactAt = signs.has('contact-changed') && contact ? { contactAt: new Date(contact.at).toISOString() } : {};
  return { ...finding, details: { ...details, signs: [...signs].sort(), ...contactAt } };
}

function reset(at: number, channel = 'administrator'): Line {
  return { at, name: 'PasswordReset', data: { channel, actor: 'o-9', caseId: 'case-1', temporary: true } };
}

function requested(at: number, channel = 'administrator'): Line {
  const data = { caseId: `case-${at}`, channel, requestedBy: 'li', actor: 'li' };
  return { at, name: 'RecoveryCaseRequested', data };
}

function refused(at: number, fault: string): Line {
  const data = { caseId: 'case-1', channel: 'vendor', requestedBy: 'li', actor: 'zhao', fault };
  return { at, name: 'IdentityVerificationFailed', data };
}

function rejected(at: number): Line {
  return { at, name: 'RecoveryRejected', data: { caseId: 'case-1', channel: 'vendor', actor: 'zhao' } };
}

function seen(at: number, finding: string): Line {
  return { at, name: 'RecoveryResetSeen', data: { caseId: 'case-1', channel: 'bank', finding } };
}

function contact(at: number): Line {
  return { at, name: 'ContactRegistered', terminalId: '@', data: { actor: 'li', kind: 'phone' } };
}

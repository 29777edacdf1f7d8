import { isAssisted } from '../assistance.js';
import { MAX_EVIDENCE } from '../episodes.js';
import type { Observation } from '../observation.js';
import type { Finding, Rule } from '../rule.js';
import { repeat, scene, type Line } from '../scene.js';

const HOUR_MS = 3_600_000;
/** Names a finding lists of operators and of terminals. */
const MAX_NAMES = 10;
/** Roles without rights over others: being given one of these raises nobody. */
const ordinaryRoles: readonly unknown[] = ['cashier', 'clerk', 'trainee', '收银员', '营业员'];

interface State {
  /** The latest change that may have raised the person. */
  change: Observation | undefined;
  uses: Observation[];
  /** Number of uses at which the finding changes next. */
  nextCount: number;
}

/** R24. Begins with the change of role; `count` is of what was done with it. */
const rule: Rule<State> = {
  id: 'R24',
  version: 1,
  severity: 'high',
  title: { en: 'New role used on other operators at once', zh: '角色变更后立即重置或解锁他人' },
  firesWhen: {
    en: 'Within an hour of another role, its holder resets or unlocks somebody.',
    zh: '角色变更后一小时内，该人员重置或解锁他人。',
  },
  runbook: {
    en: 'Ask who approved the new role and what it was needed for. Without an approval, take it back, and treat what was done with it as done by somebody else: reset those operators again with identity verified.',
    zh: '确认由谁批准了新角色及其用途。若无批准，立即收回，并将其间的操作视为非授权操作：对涉及的操作员核实身份后重新重置。',
  },
  falsePositives: {
    en: 'Emergency cover for a supervisor, with a ticket.',
    zh: '临时顶替主管，并有工单。',
  },
  knownGaps: {
    en: 'Which role is above another is not known: every change counts but those to the roles of ordinary staff. Sees resets and unlocks only, within an hour.',
    zh: '不掌握角色高低：除变更为普通岗位角色外均计入。只看一小时内的重置与解锁。',
  },
  references: [
    'PCI DSS 4.0.1 10.2.1.2',
    'PCI DSS 4.0.1 10.2.1.5',
    'PCI DSS 4.0.1 7.2.1',
    'ATT&CK T1098',
    'ATT&CK T1078',
  ],
  on: ['RoleChanged', 'PasswordReset', 'OperatorUnlocked'],
  groupBy: 'actor',
  window: HOUR_MS,
  initialState: () => ({ change: undefined, uses: [], nextCount: 1 }),
  evolve(state, event) {
    if (event.name === 'RoleChanged') {
      const change = ordinaryRoles.includes(event.data['role']) ? undefined : event;
      Object.assign(state, { change, uses: [], nextCount: 1 });
      return undefined;
    }
    const { change, uses } = state;
    if (!change || event.at - change.at > HOUR_MS || !isAssisted(event)) return undefined;
    if (uses.length < MAX_EVIDENCE - 1) uses.push(event);
    if (uses.length < state.nextCount) return undefined;
    state.nextCount = 2 * uses.length;
    return describe(change, uses);
  },
  examples: [
    {
      name: 'made a supervisor, and ten minutes later resets somebody',
      events: scene(raised(0), reset(600)),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'resets somebody more than an hour later',
      events: scene(raised(0), reset(3_600.001)),
      expect: [],
    },
    {
      name: 'somebody else resets; and one who was made a cashier',
      events: scene(
        [raised(0), { ...reset(60), data: { channel: 'bank', actor: 'o-9' } }],
        [raised(100, 'cashier'), reset(160)],
      ),
      expect: [],
    },
    {
      name: 'unlocks three, by hand; the finding changes when the count has doubled',
      events: scene(raised(0), repeat(3, 60, { ...reset(600), name: 'OperatorUnlocked' })),
      expect: [{ severity: 'high', count: 2 }],
    },
    {
      name: 'the reset is told before the role, and the clock of its terminal is set back after another',
      events: scene({ ...reset(900), terminalId: 't-2' }, { ...reset(600), terminalId: 't-2' }, raised(0)),
      expect: [{ severity: 'high', count: 2 }],
    },
  ],
};

export const privilegeThenUse: Rule = rule;

function describe(change: Observation, uses: readonly Observation[]): Finding {
  const steps = [change, ...uses];
  const { actor, role } = change.data;
  return {
    anchor: change.id,
    severity: 'high',
    count: uses.length,
    firstAt: change.at,
    lastAt: steps.at(-1)!.at,
    evidence: steps.map(({ id }) => id),
    details: {
      changedBy: actor ?? null,
      role: role ?? null,
      operators: namesOf(uses.flatMap(({ operatorId }) => operatorId ?? [])),
      terminals: namesOf(steps.map(({ terminalId }) => terminalId)),
    },
  };
}

function namesOf(names: readonly string[]): string[] {
  return [...new Set(names)].sort().slice(0, MAX_NAMES);
}

function raised(at: number, role = 'supervisor'): Line {
  return { at, name: 'RoleChanged', operatorId: 'boss-1', data: { role, actor: 'o-9' } };
}

function reset(at: number): Line {
  return { at, name: 'PasswordReset', data: { channel: 'administrator', actor: 'boss-1', temporary: true } };
}

import { episodeRule } from '../episodes.js';
import type { Rule } from '../rule.js';
import { failure, repeat, scene, type Line } from '../scene.js';

interface State {
  disabled: boolean;
  /** Of the rule below, which counts what should not have happened. */
  uses: unknown;
}

const uses = episodeRule({
  id: 'R13',
  version: 1,
  title: { en: 'Disabled or departed operator id used', zh: '已停用或离职的操作员账号被使用' },
  firesWhen: {
    en: 'Any try to log in under an id that is disabled; critical when it succeeds.',
    zh: '使用已停用账号的任何登录尝试；登录成功为严重。',
  },
  runbook: {
    en: 'If a login succeeded, end the session, find out who was at the terminal, and why it let them in: a terminal that was offline may hold an old list of operators, which has to be synchronised. If the login was refused, the control works; ask who tried.',
    zh: '若登录成功：结束会话，查明当时谁在终端前，以及终端为何放行；长期离线的终端可能仍使用旧的操作员名单，需立即同步。若登录被拒：控制有效，只需查明是谁在尝试。',
  },
  falsePositives: {
    en: 'Somebody who came back and was enabled again elsewhere without an event that says so; a terminal that learnt of it late.',
    zh: '人员已复职但未产生相应事件；终端较晚才得知停用。',
  },
  knownGaps: {
    en: 'Knows what terminals report as disabled or added, at any terminal, and takes the latest for all of them. Departures that only the roster knows are not seen.',
    zh: '只依据终端上报的停用与新增，且以最近一次为准，适用于所有终端。仅在人事名册中登记的离职无法得知。',
  },
  references: ['PCI DSS 4.0.1 8.2.5', 'ATT&CK T1078'],
  on: ['LoginSucceeded', 'LoginFailed', 'OperatorDisabled', 'OperatorAdded'],
  groupBy: 'operator',
  tiers: [
    { count: 1, windowMs: 3_600_000, severity: 'medium' },
    { count: 1, windowMs: 3_600_000, severity: 'critical', met: ([use]) => use!.name === 'LoginSucceeded' },
  ],
  facets: [
    { name: 'events', of: ({ name }) => name },
    { name: 'terminals', of: ({ terminalId }) => terminalId },
  ],
  isHit: () => true,
  examples: [
    {
      name: 'a login of somebody who was disabled a month ago',
      events: scene(told(0, 'OperatorDisabled'), login(30 * 86_400)),
      expect: [{ severity: 'critical', count: 1 }],
    },
    {
      name: 'a refused login of somebody disabled, though the terminal gives another reason',
      events: scene(told(0, 'OperatorDisabled'), failure(60)),
      expect: [{ severity: 'medium', count: 1 }],
    },
    {
      name: 'refused because disabled, as the terminal says',
      events: scene(failure(0, { data: { reason: 'operator-disabled' } })),
      expect: [{ severity: 'medium', count: 1 }],
    },
    {
      name: 'a login before, and one after being added again',
      events: scene(login(0), told(10, 'OperatorDisabled'), told(20, 'OperatorAdded'), login(30), failure(40)),
      expect: [],
    },
    {
      name: 'tried, and then let in by another terminal: one finding',
      events: scene(told(0, 'OperatorDisabled'), repeat(3, 10, failure(60)), login(100, 't-2')),
      expect: [{ severity: 'critical', count: 4 }],
    },
    {
      name: 'the terminal that let them in tells it before the other one tells of the end, its clock set back',
      events: scene(login(60, 't-2'), login(30, 't-2'), told(20, 'OperatorDisabled'), failure(10)),
      expect: [{ severity: 'critical', count: 2 }],
    },
  ],
});

/** R13. Judged by what was true of the operator when it happened, however long ago that came about. */
const rule: Rule<State> = {
  ...uses,
  lasting: { on: ['OperatorDisabled', 'OperatorAdded'], slot: () => 'status' },
  initialState: () => ({ disabled: false, uses: uses.initialState() }),
  evolve(state, event) {
    if (event.name === 'OperatorDisabled' || event.name === 'OperatorAdded') {
      state.disabled = event.name === 'OperatorDisabled';
      return undefined;
    }
    const isUse = state.disabled || event.data['reason'] === 'operator-disabled';
    return isUse ? uses.evolve(state.uses, event) : undefined;
  },
  progress: (state, event) => uses.progress!(state.uses, event),
};

export const disabledOperator: Rule = rule;

function told(at: number, name: 'OperatorDisabled' | 'OperatorAdded'): Line {
  return { at, name, data: { actor: 'o-9' } };
}

function login(at: number, terminalId = 't-1'): Line {
  return { at, name: 'LoginSucceeded', terminalId, data: { sessionId: `s-${at}`, factors: ['password'] } };
}

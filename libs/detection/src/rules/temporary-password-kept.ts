import type { Observation } from '../observation.js';
import type { Finding, Rule } from '../rule.js';
import { scene, type Line } from '../scene.js';

const DAY_MS = 24 * 3_600_000;

interface State {
  /** A temporary password that was not changed yet. */
  reset: Observation | undefined;
  /** The first login since. */
  login: Observation | undefined;
}

/**
 * R21, the half that the order of events shows: what comes after the first login tells that the change did not. That nothing
 * comes at all within a day is a deadline. A change that arrives late takes the finding back.
 */
const rule: Rule<State> = {
  id: 'R21',
  version: 1,
  severity: 'medium',
  title: { en: 'Temporary password not changed at first login', zh: '首次登录未更换临时密码' },
  firesWhen: {
    en: 'A login with a temporary password whose session ends, or is followed by another login, without a change of the password.',
    zh: '以临时密码登录后，会话结束或再次登录前未更换密码。',
  },
  runbook: {
    en: 'Whoever did the reset still knows the password. Have the operator change it now; if the terminal does not demand that at the first login after a reset, correct its settings.',
    zh: '执行重置的人仍然知道该密码。要求操作员立即更换；若终端未在重置后的首次登录时强制更换，应更正其设置。',
  },
  falsePositives: {
    en: 'A terminal that has the password changed before it reports the login and does not report the change.',
    zh: '终端在上报登录之前已完成换密，但未上报换密事件。',
  },
  knownGaps: {
    en: 'Looks at the first login within a day of the reset, and judges it when its session ends or the next begins. What was done within the session is not known.',
    zh: '只看重置后一天内的首次登录，并在该会话结束或下一次登录时判断。会话内的具体操作无法得知。',
  },
  references: ['PCI DSS 4.0.1 8.3.5', 'ATT&CK T1078'],
  on: ['PasswordReset', 'LoginSucceeded', 'LoggedOut', 'PasswordChanged'],
  groupBy: 'operator',
  window: DAY_MS,
  initialState: () => ({ reset: undefined, login: undefined }),
  evolve(state, event) {
    const { reset, login } = state;
    if (event.name === 'PasswordReset') {
      Object.assign(state, { reset: event.data['temporary'] === true ? event : undefined, login: undefined });
    } else if (event.name === 'PasswordChanged') {
      Object.assign(state, { reset: undefined, login: undefined });
    } else if (reset && login && isNext(login, event)) {
      Object.assign(state, { reset: undefined, login: undefined });
      return describe(reset, login, event);
    } else if (reset && !login && event.name === 'LoginSucceeded') {
      if (event.at - reset.at <= DAY_MS) state.login = event;
      else state.reset = undefined;
    }
    return undefined;
  },
  examples: [
    {
      name: 'a whole session on the temporary password',
      events: scene(reset(0), login(60, 'a'), logout(3_600, 'a')),
      expect: [{ severity: 'medium', count: 1 }],
    },
    {
      name: 'changed right after the first login',
      events: scene(reset(0), login(60, 'a'), changed(90), logout(3_600, 'a')),
      expect: [],
    },
    {
      name: 'logged in and nothing heard since, and a password that is not temporary',
      events: scene(reset(0), login(60, 'a'), reset(100, false), login(160, 'b'), logout(3_600, 'b')),
      expect: [],
    },
    {
      name: 'logged in again at another terminal, without a change before',
      events: scene(reset(0), login(60, 'a'), { ...login(600, 'b'), terminalId: 't-2' }, changed(700)),
      expect: [{ severity: 'medium', count: 1 }],
    },
    {
      name: 'the session of the day before ends after the reset',
      events: scene(login(0, 'z'), reset(10), login(60, 'a'), logout(70, 'z'), changed(90), logout(3_600, 'a')),
      expect: [],
    },
    {
      name: 'first login more than a day later: that is a deadline',
      events: scene(reset(0), login(86_401, 'a'), logout(90_000, 'a')),
      expect: [],
    },
    {
      name: 'the end of the session is told before its begin, by a terminal whose clock is set back meanwhile',
      events: scene(logout(3_600, 'a'), login(60, 'a'), { ...reset(0), terminalId: 't-2' }),
      expect: [{ severity: 'medium', count: 1 }],
    },
  ],
};

export const temporaryPasswordKept: Rule = rule;

/** Whether an event shows that the session went on to something else than a change of the password. */
function isNext(login: Observation, { name, data }: Observation): boolean {
  return name === 'LoginSucceeded' || data['sessionId'] === login.data['sessionId'];
}

function describe(reset: Observation, login: Observation, next: Observation): Finding {
  const { channel, actor } = reset.data;
  return {
    anchor: login.id,
    severity: 'medium',
    count: 1,
    firstAt: reset.at,
    lastAt: next.at,
    evidence: [reset.id, login.id, next.id],
    details: { actor: actor ?? null, channel: channel ?? null, sessionId: login.data['sessionId'] ?? null },
  };
}

function reset(at: number, temporary = true): Line {
  return { at, name: 'PasswordReset', data: { channel: 'bank', actor: 'o-9', caseId: 'case-1', temporary } };
}

function login(at: number, sessionId: string): Line {
  return { at, name: 'LoginSucceeded', data: { sessionId, factors: ['password'] } };
}

function logout(at: number, sessionId: string): Line {
  return { at, name: 'LoggedOut', data: { sessionId, reason: 'operator' } };
}

function changed(at: number): Line {
  return { at, name: 'PasswordChanged', data: { verdict: { reused: false } } };
}

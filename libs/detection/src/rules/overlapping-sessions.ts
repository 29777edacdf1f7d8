import { MAX_EVIDENCE } from '../episodes.js';
import type { Observation } from '../observation.js';
import type { Finding, Rule } from '../rule.js';
import { scene, type Line } from '../scene.js';

/** Walking from one till to the next takes this long, and so may two clocks differ. */
const TOLERATED_MS = 2 * 60_000;

/** No shift is longer: a session without logout ends here. */
const MAX_SESSION_MS = 12 * 3_600_000;

/** Sessions of one operator held at once; at the limit the oldest is taken as ended. */
const MAX_OPEN_SESSIONS = 20;

interface Session {
  sessionId: string;
  login: Observation;
}

interface Overlap {
  /** The login that made it an overlap. */
  anchor: string;
  /** Logins of the sessions in it, in event order. */
  logins: Observation[];
}

interface State {
  /** In order of login, each at another terminal. */
  open: Session[];
  overlap: Overlap | undefined;
}

/**
 * R9. Looked at whenever something happens to the operator's sessions: that is when it is known how long they have
 * overlapped. Overlaps that follow each other without a pause are one finding; `count` is of sessions.
 */
const rule: Rule<State> = {
  id: 'R9',
  version: 1,
  severity: 'medium',
  title: { en: 'One operator in two places at once', zh: '同一操作员同时在两台终端登录' },
  firesWhen: {
    en: 'Two sessions of one operator at two terminals for more than two minutes; high in two stores.',
    zh: '同一操作员在两台终端上的会话重叠超过两分钟；跨门店为高。',
  },
  runbook: {
    en: 'Ask who worked at each of the terminals. Shared credentials: change the password and remind both people; a forgotten logout: shorten the idle time of that terminal. In two stores at once, treat the id as stolen until explained.',
    zh: '确认各终端当时由谁使用。若为共用账号，更换密码并告诫双方；若为忘记退出，缩短该终端的空闲锁定时间。若同时出现在两家门店，在查明之前按账号被盗处理。',
  },
  falsePositives: {
    en: 'A till that lost power and never reported the logout; staff who float between tills on purpose.',
    zh: '终端断电而未上报退出；按安排在多台收银台间机动的员工。',
  },
  knownGaps: {
    en: 'A session without logout is taken as open for 12 hours, or until the operator logs in at the same terminal again; an event of another operator there does not end it. Raised at the next login or logout of the operator after two minutes of overlap, not by a timer. The same session id at two terminals is a session handed over, not an overlap. At most 20 open sessions are held.',
    zh: '没有退出记录的会话按 12 小时计，或至该操作员再次登录同一终端为止；其他操作员在该终端上的事件不会结束它。重叠满两分钟后，在该操作员下一次登录或退出时告警，而非定时触发。两台终端使用同一会话编号视为会话交接，不算重叠。最多保留 20 个未结束的会话。',
  },
  references: ['PCI DSS 4.0.1 8.2.2', 'ATT&CK T1078'],
  on: ['LoginSucceeded', 'LoggedOut'],
  groupBy: 'operator',
  window: MAX_SESSION_MS,
  initialState: () => ({ open: [], overlap: undefined }),
  evolve(state, event) {
    const { sessionId } = event.data;
    if (typeof sessionId !== 'string') return undefined;
    const grown = state.open.length > 1 && noteOverlaps(state, event.at);
    while (state.open.length && endOf(state.open[0]!) <= event.at) state.open.shift();
    if (event.name === 'LoggedOut') logOut(state, sessionId);
    else logIn(state, { sessionId, login: event });
    const finding = grown && state.overlap ? describe(state.overlap) : undefined;
    if (state.open.length < 2) state.overlap = undefined;
    return finding;
  },
  examples: [
    {
      name: 'two terminals of one store for an hour',
      events: scene(login(0, 'a'), login(600, 'b', 't-2'), logout(4_200, 'b', 't-2'), logout(4_300, 'a')),
      expect: [{ severity: 'medium', count: 2 }],
    },
    {
      name: 'exactly two minutes while changing tills',
      events: scene(login(0, 'a'), login(600, 'b', 't-2'), logout(720, 'a'), logout(4_200, 'b', 't-2')),
      expect: [],
    },
    {
      name: 'one session after the other',
      events: scene(login(0, 'a'), logout(600, 'a'), login(601, 'b', 't-2'), logout(4_200, 'b', 't-2')),
      expect: [],
    },
    {
      name: 'in two stores',
      events: scene(login(0, 'a'), login(60, 'b', 't-2', 's-2'), logout(181, 'a')),
      expect: [{ severity: 'high', count: 2 }],
    },
    {
      name: 'a third session joins the finding',
      events: scene(login(0, 'a'), login(60, 'b', 't-2'), login(300, 'c', 't-3', 's-2'), logout(600, 'a')),
      expect: [{ severity: 'high', count: 3 }],
    },
    {
      name: 'the same session id at two terminals, and two sessions at one terminal',
      events: scene(login(0, 'a'), login(60, 'a', 't-2'), login(120, 'b'), logout(600, 'b')),
      expect: [],
    },
    {
      name: 'a session that never ended is over after twelve hours',
      events: scene(login(0, 'a'), login(43_200, 'b', 't-2'), logout(50_000, 'b', 't-2')),
      expect: [],
    },
    {
      name: 'two overlaps with an end between them are two findings',
      events: scene(
        [login(0, 'a'), login(60, 'b', 't-2'), logout(600, 'b', 't-2')],
        [login(700, 'c', 't-2'), logout(1_000, 'c', 't-2'), logout(1_001, 'a')],
      ),
      expect: [
        { severity: 'medium', count: 2 },
        { severity: 'medium', count: 2 },
      ],
    },
    {
      name: 'told by two terminals the other way round, and by one whose clock is set back',
      events: scene(logout(4_200, 'b', 't-2'), login(600, 'b', 't-2'), logout(4_300, 'a'), login(0, 'a')),
      expect: [{ severity: 'medium', count: 2 }],
    },
  ],
};

export const overlappingSessions: Rule = rule;

function logOut(state: State, sessionId: string): void {
  const index = state.open.findIndex((session) => session.sessionId === sessionId);
  if (index >= 0) state.open.splice(index, 1);
}

function logIn(state: State, session: Session): void {
  if (state.open.some(({ sessionId }) => sessionId === session.sessionId)) return;
  const replaced = state.open.findIndex(({ login }) => login.terminalId === session.login.terminalId);
  if (replaced >= 0) state.open.splice(replaced, 1);
  if (state.open.length === MAX_OPEN_SESSIONS) state.open.shift();
  state.open.push(session);
}

/** Adds to the overlap the open sessions that by `now` have overlapped for too long; whether there were any new ones. */
function noteOverlaps(state: State, now: number): boolean {
  let grown = false;
  state.open.forEach((later, i) => {
    for (const earlier of state.open.slice(0, i)) {
      if (Math.min(now, endOf(earlier)) - later.login.at <= TOLERATED_MS) continue;
      const overlap = (state.overlap ??= { anchor: later.login.id, logins: [] });
      for (const { login } of [earlier, later]) {
        if (overlap.logins.length === MAX_EVIDENCE || overlap.logins.includes(login)) continue;
        overlap.logins.push(login);
        grown = true;
      }
    }
  });
  return grown;
}

function describe({ anchor, logins }: Overlap): Finding {
  const inOrder = logins.toSorted((a, b) => a.at - b.at);
  const stores = [...new Set(inOrder.flatMap(({ storeId }) => storeId ?? []))].sort();
  return {
    anchor,
    severity: stores.length > 1 ? 'high' : 'medium',
    count: inOrder.length,
    firstAt: inOrder[0]!.at,
    lastAt: inOrder.at(-1)!.at,
    evidence: inOrder.map(({ id }) => id),
    details: { stores, terminals: [...new Set(inOrder.map(({ terminalId }) => terminalId))].sort() },
  };
}

function endOf({ login }: Session): number {
  return login.at + MAX_SESSION_MS;
}

function login(at: number, sessionId: string, terminalId = 't-1', storeId = 's-1'): Line {
  return { at, name: 'LoginSucceeded', terminalId, storeId, data: { sessionId, factors: ['password'] } };
}

function logout(at: number, sessionId: string, terminalId = 't-1'): Line {
  return { at, name: 'LoggedOut', terminalId, data: { sessionId, reason: 'operator' } };
}

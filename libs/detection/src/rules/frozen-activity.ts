import { episodeRule } from '../episodes.js';
import type { Observation } from '../observation.js';
import type { Rule } from '../rule.js';
import { scene, type Line } from '../scene.js';

interface State {
  frozen: boolean;
  tampered: boolean;
  /** Of the rule below, which counts what should not have happened. */
  activity: unknown;
}

const activity = episodeRule({
  id: 'R28',
  version: 1,
  title: { en: 'Activity at a frozen or tampered terminal', zh: '已冻结或被拆改的终端仍有操作' },
  firesWhen: {
    en: 'A login, reset, change or unlock at a terminal that has confirmed a freeze or told of tampering, and no unfreeze since.',
    zh: '终端已确认冻结或上报被拆改、且尚未解冻时，仍有登录、重置、换密或解锁。',
  },
  runbook: {
    en: 'The terminal had confirmed the freeze, or reported that it was tampered with, and let somebody in nevertheless: treat it as no longer ours. Have it taken off the network and secured, review everything its operators did since, and revoke its key.',
    zh: '该终端已确认冻结，或已上报被拆改，却仍允许操作：应视为已失控。立即断网并封存该终端，复核此后在其上的全部操作，并吊销其密钥。',
  },
  falsePositives: {
    en: 'Terminal software that confirms a freeze and does not act on it; a tamper switch that was triggered by maintenance and never followed by an unfreeze.',
    zh: '终端软件确认冻结但未执行；维护触发了防拆开关，事后未下发解冻。',
  },
  knownGaps: {
    en: 'A terminal that conceals the activity, or never confirms the freeze: until it does, activity is latency of the command and shown there. Judged by the order of its journal, so a rewritten journal deceives.',
    zh: '隐瞒操作或始终不确认冻结的终端无法发现：确认之前的操作计入指令延迟。判断依据是日志顺序，日志被改写则会受骗。',
  },
  references: ['PCI DSS 4.0.1 9.5.1.2', 'ATT&CK T1078'],
  on: [
    'LoginSucceeded',
    'PasswordReset',
    'PasswordChanged',
    'OperatorUnlocked',
    'CommandAcknowledged',
    'TamperDetected',
  ],
  groupBy: 'terminal',
  tiers: [{ count: 1, windowMs: 3_600_000, severity: 'critical' }],
  facets: [
    { name: 'events', of: (event) => event.name },
    { name: 'operators', of: (event) => event.operatorId },
  ],
  isHit: () => true,
  examples: [
    {
      name: 'a login after the terminal confirmed the freeze',
      events: scene(acknowledged(0, 'freeze'), login(60)),
      expect: [{ severity: 'critical', count: 1 }],
    },
    {
      name: 'a login before that, though the freeze had been issued: latency',
      events: scene(login(0), acknowledged(60, 'freeze'), refusedLogin(90)),
      expect: [],
    },
    {
      name: 'the journal decides, not the clock that was set back after the freeze',
      events: scene(login(0), acknowledged(600, 'freeze'), login(30)),
      expect: [{ severity: 'critical', count: 1 }],
    },
    {
      name: 'a login after the terminal confirmed that it is released',
      events: scene(acknowledged(0, 'freeze'), acknowledged(60, 'unfreeze'), login(90)),
      expect: [],
    },
    {
      name: 'a freeze the terminal refused, and other commands it followed',
      events: scene(acknowledged(0, 'freeze', 'refused'), acknowledged(1, 'end-sessions'), login(60)),
      expect: [],
    },
    {
      name: 'frozen for two days, with activity on both',
      events: scene(
        acknowledged(0, 'freeze'),
        login(86_400),
        { at: 86_460, name: 'PasswordReset', data: { channel: 'vendor', actor: 'o-2', temporary: true } },
        { at: 172_800, name: 'OperatorUnlocked', data: { channel: 'vendor' } },
      ),
      expect: [
        { severity: 'critical', count: 2 },
        { severity: 'critical', count: 1 },
      ],
    },
    {
      name: 'tampering holds until an unfreeze, also one that follows a freeze',
      events: scene(
        { at: 0, name: 'TamperDetected', data: { kind: 'case-opened' } },
        { at: 60, name: 'PasswordChanged', data: {} },
        acknowledged(7_200, 'freeze'),
        acknowledged(7_260, 'unfreeze'),
        login(7_300),
      ),
      expect: [{ severity: 'critical', count: 1 }],
    },
    {
      name: 'another terminal',
      events: scene(acknowledged(0, 'freeze'), { ...login(60), terminalId: 't-2' }),
      expect: [],
    },
  ],
});

/** R28. What a terminal confirmed holds until it confirms the contrary, however long that takes. */
const rule: Rule<State> = {
  ...activity,
  lasting: {
    on: ['CommandAcknowledged', 'TamperDetected'],
    slot: (event) => (isFreezing(event) ? 'freeze' : slotOf(event)),
  },
  initialState: () => ({ frozen: false, tampered: false, activity: activity.initialState() }),
  evolve(state, event) {
    if (event.name === 'TamperDetected') state.tampered = true;
    else if (isFreezing(event)) {
      state.frozen = event.data['command'] === 'freeze';
      if (!state.frozen) state.tampered = false;
    } else if (event.name !== 'CommandAcknowledged' && (state.frozen || state.tampered)) {
      return activity.evolve(state.activity, event);
    }
    return undefined;
  },
  progress: (state, event) => activity.progress!(state.activity, event),
};

export const frozenActivity: Rule = rule;

function slotOf(event: Observation): string | undefined {
  return event.name === 'TamperDetected' ? 'tamper' : undefined;
}

function isFreezing({ name, data }: Observation): boolean {
  const isAbout = data['command'] === 'freeze' || data['command'] === 'unfreeze';
  return name === 'CommandAcknowledged' && data['outcome'] === 'done' && isAbout;
}

function acknowledged(at: number, command: string, outcome = 'done'): Line {
  return { at, name: 'CommandAcknowledged', data: { commandId: `c-${at}`, command, outcome, number: 1 } };
}

function login(at: number): Line {
  return { at, name: 'LoginSucceeded', data: { sessionId: `s-${at}`, factors: ['password'] } };
}

function refusedLogin(at: number): Line {
  return { at, name: 'LoginFailed', data: { reason: 'terminal-frozen' } };
}

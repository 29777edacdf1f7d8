import { isAssisted, namesCase } from '../assistance.js';
import type { Observation } from '../observation.js';
import type { Finding, Rule, Withdrawal } from '../rule.js';
import { scene, type Line } from '../scene.js';

const MINUTE_MS = 60_000;
/** PCI DSS 8.3.4: locked for at least this long, or until the operator's identity is confirmed. */
const LOCKED_FOR_MS = 30 * MINUTE_MS;
/** A lock's own timer is measured with the clock as corrected at either end. */
const CLOCK_ERROR_MS = 5_000;
/** Unlock and reset are two steps of one case; the case may be named with the second only. */
const SAME_CASE_MS = 10 * MINUTE_MS;
/** Terminals of one operator whose locks are remembered. */
const MAX_LOCKS = 50;

interface State {
  /** The latest lock at each terminal, the oldest first. */
  locks: Map<string, Observation>;
  /** The latest verification of the operator's identity, or reset that names a case. */
  proof: Observation | undefined;
  /** Unlocks that were found, for which a case may still be named. */
  found: Observation[];
}

/** R6. One finding for each unlock; a verification, or a reset that names a case, soon after takes it back. */
const rule: Rule<State> = {
  id: 'R6',
  version: 2,
  severity: 'high',
  title: { en: 'Operator unlocked early without verified identity', zh: '未核实身份即提前解锁操作员' },
  firesWhen: {
    en: 'A lock for failures that ends within half an hour, by somebody else or by itself, with no identity verified since.',
    zh: '因失败触发的锁定在半小时内被他人或自动解除，其间未核实身份。',
  },
  runbook: {
    en: "Ask who unlocked the operator and how they knew who was asking. If nobody verified it, lock the id again, verify the operator's identity and reset the password through a case; review what was done since. If the terminal ended the lock by itself, its lock time is set too short: correct it.",
    zh: '查明由谁解锁、如何确认申请人身份。若无人核实，应重新锁定账号，核实身份后经找回流程重置密码，并复核其后的操作。若锁定由终端自行提前解除，说明锁定时长设置过短，应予更正。',
  },
  falsePositives: {
    en: 'Identity was verified in person and no case was opened for it, or only more than ten minutes after the unlock.',
    zh: '已当面核实身份，但未登记工单，或解锁十分钟以后才登记。',
  },
  knownGaps: {
    en: 'Unlocking oneself by self-service is not looked at, nor are locks by an administrator or a policy. That a case is named is taken as proof; of a reset R16 looks whether anybody was verified in it.',
    zh: '不检查自助解锁，也不检查由管理员或策略触发的锁定。只要注明工单编号即视为已核实；重置所注明的工单是否完成核实由 R16 检查。',
  },
  references: ['PCI DSS 4.0.1 8.3.4', 'PCI DSS 4.0.1 8.3.3', 'ATT&CK T1098'],
  on: ['OperatorLocked', 'OperatorUnlocked', 'PasswordReset', 'IdentityVerified'],
  groupBy: 'operator',
  window: LOCKED_FOR_MS + SAME_CASE_MS,
  initialState: () => ({ locks: new Map(), proof: undefined, found: [] }),
  evolve(state, event) {
    if (event.name === 'OperatorLocked') return remember(state, event);
    if (event.name === 'IdentityVerified') return withdraw(state, event);
    if (event.name === 'PasswordReset') return namesCase(event) ? withdraw(state, event) : undefined;
    const isTimer = event.data['channel'] === 'lock-expired';
    const lock = state.locks.get(event.terminalId) ?? (isTimer ? undefined : [...state.locks.values()].at(-1));
    state.locks.delete(lock?.terminalId ?? '');
    if (!lock || !isEarly(lock, event) || isVerified(state, lock, event)) return undefined;
    state.found = [...state.found.filter(({ at }) => event.at - at <= SAME_CASE_MS), event].slice(-MAX_LOCKS);
    return describe(lock, event);
  },
  examples: [
    {
      name: 'an administrator unlocks after five minutes',
      events: scene(lock(0), unlock(300, 'administrator')),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'the lock runs out after half an hour, and one is ended by hand later',
      events: scene(lock(0), unlock(1_796, 'lock-expired'), lock(2_000), unlock(3_801, 'vendor')),
      expect: [],
    },
    {
      name: 'the lock runs out after five minutes: set too short',
      events: scene(lock(0), unlock(300, 'lock-expired')),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'a case is named, by the unlock or by the reset before it',
      events: scene(
        [lock(0), unlock(300, 'bank', 'case-1')],
        [lock(400), reset(500, 'case-2'), unlock(510, 'administrator')],
      ),
      expect: [],
    },
    {
      name: 'the reset that follows the unlock names the case: taken back',
      events: scene(lock(0), unlock(300, 'administrator'), reset(500, 'case-3')),
      expect: [],
    },
    {
      name: 'a reset that names no case, and one that comes too late to belong to it',
      events: scene(lock(0), unlock(300, 'administrator'), reset(400), reset(901, 'case-4')),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'identity is verified between the lock and the unlock',
      events: scene(lock(0), verified(200), unlock(300, 'administrator')),
      expect: [],
    },
    {
      name: 'identity was verified before the lock, and again ten minutes and a second after the unlock',
      events: scene(verified(0), lock(1), unlock(300, 'administrator'), verified(901)),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'the verification is entered soon after the unlock: taken back',
      events: scene(lock(0), unlock(300, 'administrator'), verified(900)),
      expect: [],
    },
    {
      name: 'by self-service, and after a lock that guessing did not cause',
      events: scene(lock(0), unlock(300, 'self-service'), lock(400, 'administrator'), unlock(500, 'administrator')),
      expect: [],
    },
    {
      name: 'two tills lock one after the other, each for its half hour; one is told before the other',
      events: scene([
        ...[
          { ...lock(200), terminalId: 't-2' },
          { ...unlock(2_000, 'lock-expired'), terminalId: 't-2' },
        ],
        ...[lock(0), unlock(1_800, 'lock-expired')],
      ]),
      expect: [],
    },
    {
      name: 'the clock is set back after the lock: it is told as ended before it began, and ends again',
      events: scene(lock(600), unlock(300, 'lock-expired'), unlock(900, 'lock-expired')),
      expect: [{ severity: 'high', count: 1 }],
    },
  ],
};

export const earlyUnlock: Rule = rule;

function remember({ locks }: State, event: Observation): undefined {
  if (event.data['reason'] !== 'too-many-failures') return;
  locks.delete(event.terminalId);
  if (locks.size === MAX_LOCKS) locks.delete(locks.keys().next().value!);
  locks.set(event.terminalId, event);
}

function isEarly(lock: Observation, { at, data }: Observation): boolean {
  const toleratedMs = data['channel'] === 'lock-expired' ? CLOCK_ERROR_MS : 0;
  return at - lock.at < LOCKED_FOR_MS - toleratedMs;
}

function isVerified({ proof }: State, lock: Observation, unlock: Observation): boolean {
  if (unlock.data['channel'] !== 'lock-expired' && !isAssisted(unlock)) return true;
  return namesCase(unlock) || (proof !== undefined && proof.at >= lock.at);
}

function withdraw(state: State, proof: Observation): Withdrawal | undefined {
  state.proof = proof;
  const of = state.found.pop();
  return of && proof.at - of.at <= SAME_CASE_MS ? { withdraws: of.id } : undefined;
}

function describe(lock: Observation, unlock: Observation): Finding {
  const { actor, channel } = unlock.data;
  return {
    anchor: unlock.id,
    severity: 'high',
    count: 1,
    firstAt: lock.at,
    lastAt: unlock.at,
    evidence: [lock.id, unlock.id],
    details: {
      channel,
      lockedForSeconds: Math.round((unlock.at - lock.at) / 1_000),
      ...(typeof actor === 'string' && { actor }),
    },
  };
}

function lock(at: number, reason = 'too-many-failures'): Line {
  return { at, name: 'OperatorLocked', data: { reason } };
}

function unlock(at: number, channel: string, caseId?: string): Line {
  return { at, name: 'OperatorUnlocked', data: { channel, actor: 'o-9', ...(caseId !== undefined && { caseId }) } };
}

function verified(at: number): Line {
  return { at, name: 'IdentityVerified', data: { caseId: 'case-1', channel: 'bank', actor: 'zhao' } };
}

function reset(at: number, caseId?: string): Line {
  const data = { channel: 'administrator', actor: 'o-9', temporary: true, ...(caseId !== undefined && { caseId }) };
  return { at, name: 'PasswordReset', data };
}

import { MAX_EVIDENCE } from '../episodes.js';
import type { Observation } from '../observation.js';
import type { Finding, Rule } from '../rule.js';
import { failure, repeat, scene } from '../scene.js';

const FAILURES = 5;
const WINDOW_MS = 10 * 60_000;

/** Somebody who remembers after all types, waits, thinks; a program, or a person with a list, does not. */
const HONEST_PAUSE_MS = 5_000;

/** Failures held: with the success they are the evidence. */
const MAX_FAILURES = MAX_EVIDENCE - 1;

/** Terminals listed in the details. */
const MAX_TERMINALS = 10;

interface Streak {
  /** The latest failures since the last success or reset. */
  failures: Observation[];
}

/** R4. The success is the anchor: failures that turn up later only add to the same finding. `count` is of failures. */
const rule: Rule<Streak> = {
  id: 'R4',
  version: 1,
  severity: 'high',
  title: { en: 'Login succeeded after failures', zh: '多次失败后登录成功' },
  firesWhen: {
    en: 'Five failed logins, and then one that succeeds, within ten minutes and with no reset between.',
    zh: '十分钟内先失败五次、后登录成功，其间没有重置密码。',
  },
  runbook: {
    en: 'Treat the session as taken over until the operator confirms it in person. If they do not, end the session, reset the password with identity verified, and review everything done since the login.',
    zh: '在操作员当面确认之前，按会话已被盗用处理。若本人否认，立即结束会话，核实身份后重置密码，并复核该次登录以来的全部操作。',
  },
  falsePositives: {
    en: 'Honest recall: the operator remembers the password in the end. Medium instead of high when everything happened at one terminal with more than five seconds between attempts.',
    zh: '本人最终想起了密码。若全部发生在同一终端且每次尝试间隔超过五秒，则由高降为中。',
  },
  knownGaps: {
    en: "A guesser who waits five seconds between attempts at the victim's own terminal gets only medium. At most 49 failures are counted. An unlock does not end the streak, a password reset or any successful login does.",
    zh: '攻击者若在受害者常用终端上每次间隔五秒以上，只会得到中等级别。失败次数最多统计 49 次。解锁不会中断连续失败，重置密码或任何一次成功登录会中断。',
  },
  references: ['PCI DSS 4.0.1 8.3.4', 'ATT&CK T1110', 'ATT&CK T1078'],
  on: ['LoginFailed', 'LoginSucceeded', 'PasswordReset'],
  groupBy: 'operator',
  window: WINDOW_MS,
  initialState: () => ({ failures: [] }),
  evolve(streak, event) {
    if (event.name === 'LoginFailed') {
      if (event.data['reason'] === 'service-error') return undefined;
      if (streak.failures.length === MAX_FAILURES) streak.failures.shift();
      streak.failures.push(event);
      return undefined;
    }
    if (streak.failures.length === 0) return undefined;
    const recent = streak.failures.filter((failed) => event.at - failed.at <= WINDOW_MS);
    streak.failures = [];
    return event.name === 'LoginSucceeded' && recent.length >= FAILURES ? finding(recent, event) : undefined;
  },
  progress: ({ failures }, event) => ({
    counts: event.name === 'LoginFailed' && event.data['reason'] !== 'service-error',
    value: failures.filter((failed) => event.at - failed.at <= WINDOW_MS).length,
    threshold: FAILURES,
    windowMs: WINDOW_MS,
  }),
  examples: [
    {
      name: 'five quick failures, then success',
      events: scene(repeat(5, 2, failure(0)), { at: 12, name: 'LoginSucceeded', data: { sessionId: 's' } }),
      expect: [{ severity: 'high', count: 5 }],
    },
    {
      name: 'honest recall: one terminal, more than five seconds between attempts',
      events: scene(repeat(5, 20, failure(0)), { at: 100, name: 'LoginSucceeded', data: { sessionId: 's' } }),
      expect: [{ severity: 'medium', count: 5 }],
    },
    {
      name: 'slow, but the success is at another terminal',
      events: scene(repeat(5, 20, failure(0)), {
        at: 100,
        name: 'LoginSucceeded',
        terminalId: 't-2',
        data: { sessionId: 's' },
      }),
      expect: [{ severity: 'high', count: 5 }],
    },
    {
      name: 'four failures, then success',
      events: scene(repeat(4, 2, failure(0)), { at: 12, name: 'LoginSucceeded', data: { sessionId: 's' } }),
      expect: [],
    },
    {
      name: 'a reset between the failures and the success',
      events: scene(
        repeat(6, 2, failure(0)),
        { at: 60, name: 'PasswordReset', data: { channel: 'administrator', actor: 'o-9', temporary: true } },
        { at: 70, name: 'LoginSucceeded', data: { sessionId: 's' } },
      ),
      expect: [],
    },
    {
      name: 'the first failure is older than ten minutes at the success',
      events: scene(repeat(5, 2, failure(0)), { at: 600.001, name: 'LoginSucceeded', data: { sessionId: 's' } }),
      expect: [],
    },
    {
      name: 'a second success does not count the same failures again',
      events: scene(
        repeat(6, 2, failure(0)),
        { at: 12, name: 'LoginSucceeded', data: { sessionId: 's' } },
        { at: 20, name: 'LoginSucceeded', data: { sessionId: 's-2' } },
      ),
      expect: [{ severity: 'high', count: 6 }],
    },
    {
      name: 'told by two terminals the other way round, and by one whose clock is set back',
      events: scene(
        { at: 60, name: 'LoginSucceeded', terminalId: 't-2', data: { sessionId: 's' } },
        repeat(3, 2, failure(30)),
        repeat(2, 2, failure(0)),
      ),
      expect: [{ severity: 'high', count: 5 }],
    },
  ],
};

export const successAfterFailures: Rule = rule;

function finding(failures: readonly Observation[], success: Observation): Finding {
  const steps = [...failures, success];
  const honest = steps.every(
    ({ terminalId, at }, i) =>
      terminalId === success.terminalId && (i === 0 || at - steps[i - 1]!.at > HONEST_PAUSE_MS),
  );
  return {
    anchor: success.id,
    severity: honest ? 'medium' : 'high',
    count: failures.length,
    firstAt: steps[0]!.at,
    lastAt: success.at,
    evidence: steps.map((step) => step.id),
    details: {
      honestRecall: honest,
      sessionId: success.data['sessionId'] ?? null,
      terminals: [...new Set(steps.map((step) => step.terminalId))].sort().slice(0, MAX_TERMINALS),
    },
  };
}

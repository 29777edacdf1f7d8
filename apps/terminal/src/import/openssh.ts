import type { LineOutcome, LogFormat, LogHappening } from './log-format.js';
import { ignoreRules, mappedRules, noOpenSession, otherProgram } from './openssh-rules.js';
import { storeIdOf, terminalIdOf } from './source-ids.js';
import { syslogReader, type SyslogLine } from './syslog-line.js';

/** Names may hold anything, even " from 192.0.2.1 port 1 ssh2": what counts is the last such ending. */
const ending = String.raw`from (?<address>\S+) port (?<port>\d+)(?: ssh2?\d?)?(?:: .*)?$`;
const accepted = new RegExp(`^Accepted (?<method>\\S+) for (?<user>.*) ${ending}`, 'su');
const failed = new RegExp(`^Failed (?<method>\\S+) for (?<invalid>invalid user )?(?<user>.*) ${ending}`, 'su');
const repeated = /^message repeated (?<times>\d+) times: \[ (?<message>.*)\]$/su;
const sessionClosed = /^pam_\w+\(sshd(?:-session)?:session\): session closed for user /u;
const disconnected = /^(?:Disconnected from user .* |Received disconnect from )(?<address>\S+) port (?<port>\d+)/u;

/** More repeats than a logger folds within a minute would be a forged or broken line. */
const mostRepeats = 10_000;

/** What the contract allows for a subject; of a longer typed name the beginning is kept. */
const longestName = 256;

interface Session {
  id: string;
  pid: string;
  operatorId: string;
  terminalId: string;
}

/** `auth.log` of OpenSSH: log host = store, remote address = terminal, user = operator. */
export const openssh: LogFormat = {
  name: 'openssh',
  rules: [...mappedRules, otherProgram, noOpenSession, ...ignoreRules],
  open(options) {
    const parse = syslogReader(options);
    const readMessage = messageReader();
    return (text) => {
      const line = parse(text);
      if (!line) return unmapped('Not a syslog line with a date of that year.', '不是带有该年有效日期的 syslog 行。');
      if (!/^sshd(?:-session|-auth)?$/u.test(line.program)) return { kind: 'ignored', rule: otherProgram.name };
      return readMessage(line);
    };
  },
};

function messageReader(): (line: SyslogLine) => LineOutcome {
  const openSessions = new Map<string, Session>();

  function login(line: SyslogLine, parts: Record<string, string>): LineOutcome {
    const { user, address, port, method } = parts as Record<'user' | 'address' | 'port' | 'method', string>;
    const pid = line.pid ?? '0';
    const terminalId = terminalIdOf(address);
    const opened = { id: `${pid}-${port}`, pid, operatorId: shortened(user), terminalId };
    openSessions.set(`pid ${pid}`, opened);
    openSessions.set(`port ${address} ${port}`, opened);
    const data = { sessionId: opened.id, factors: [/password|keyboard/u.test(method) ? 'password' : 'card'] };
    return mapped('accepted', [
      happening(line, { name: 'LoginSucceeded', terminalId, operatorId: opened.operatorId, data }),
    ]);
  }

  function end(line: SyslogLine, key: string): LineOutcome {
    const ended = openSessions.get(key);
    if (!ended) return { kind: 'ignored', rule: noOpenSession.name };
    for (const [name, open] of openSessions) if (open === ended) openSessions.delete(name);
    const { id: sessionId, terminalId, operatorId } = ended;
    const data = { sessionId, reason: 'operator' };
    return mapped('session-ended', [happening(line, { name: 'LoggedOut', terminalId, operatorId, data })]);
  }

  return (line) => {
    const { message } = line;
    const success = accepted.exec(message)?.groups;
    if (success) return login(line, success as Record<string, string>);
    const failure = failureOf(line, message);
    if (failure) return mapped('failed', [failure]);
    const folded = repeated.exec(message)?.groups;
    if (folded) return unfold(line, folded['message']!, Number(folded['times']));
    if (sessionClosed.test(message)) return end(line, `pid ${line.pid}`);
    const gone = message.endsWith('[preauth]') ? undefined : disconnected.exec(message)?.groups;
    if (gone) return end(line, `port ${gone['address']} ${gone['port']}`);
    return ignore(message);
  };
}

function failureOf(line: SyslogLine, message: string): LogHappening | undefined {
  const parts = failed.exec(message)?.groups;
  if (!parts) return undefined;
  const { method, invalid, user, address } = parts;
  const reason = invalid ? 'unknown-operator' : method === 'publickey' ? 'factor-failed' : 'invalid-password';
  const terminalId = terminalIdOf(address!);
  return happening(line, {
    name: 'LoginFailed',
    terminalId,
    data: { reason },
    ...(user && { operatorId: shortened(user) }),
  });
}

/** `message repeated n times: [ … ]` stands for n lines more of the same. */
function unfold(line: SyslogLine, message: string, times: number): LineOutcome {
  if (times < 1 || times > mostRepeats) return unmapped('An impossible number of repeats.', '重复次数不合理。');
  const failure = failureOf(line, message);
  if (!failure) return ignore(message);
  return mapped('failed-repeated', Array<LogHappening>(times).fill(failure));
}

function shortened(name: string): string {
  return name.slice(0, longestName).toWellFormed();
}

function ignore(message: string): LineOutcome {
  const rule = ignoreRules.find(({ pattern }) => pattern.test(message));
  return rule
    ? { kind: 'ignored', rule: rule.name }
    : unmapped('No rule knows this sshd message.', '没有规则认识这条 sshd 消息。');
}

function happening(
  { time, at, host }: SyslogLine,
  what: Pick<LogHappening, 'name' | 'terminalId' | 'operatorId' | 'data'>,
): LogHappening {
  return { ...what, time, at, storeId: storeIdOf(host) };
}

function mapped(rule: (typeof mappedRules)[number]['name'], happenings: LogHappening[]): LineOutcome {
  return { kind: 'mapped', rule, happenings };
}

function unmapped(en: string, zh: string): LineOutcome {
  return { kind: 'unmapped', why: { en, zh } };
}

import type { IgnoreRule } from './log-format.js';

/** What the mappings of `openssh.ts` are called in the summary. */
export const mappedRules = [
  { name: 'accepted', why: { en: 'A login: LoginSucceeded.', zh: '登录成功：LoginSucceeded。' } },
  { name: 'failed', why: { en: 'A refused credential: LoginFailed.', zh: '凭据被拒：LoginFailed。' } },
  {
    name: 'failed-repeated',
    why: {
      en: 'The logger folded n equal failures: n times LoginFailed.',
      zh: '日志合并了 n 次相同失败：n 个 LoginFailed。',
    },
  },
  { name: 'session-ended', why: { en: 'The end of a known session: LoggedOut.', zh: '已知会话结束：LoggedOut。' } },
] as const;

export const otherProgram = {
  name: 'other-program',
  why: { en: 'Not a line of sshd.', zh: '不是 sshd 的日志行。' },
} as const;

export const noOpenSession = {
  name: 'no-open-session',
  why: {
    en: 'Ends a session that began before this file, or that an earlier line has ended.',
    zh: '所结束的会话始于本文件之前，或已由前面的行结束。',
  },
} as const;

const preauth = String.raw`(?: \[preauth\])?`;

/** sshd tells one attempt in up to five lines. `Failed …` is the one we count; these say the same again, or nothing. */
export const ignoreRules: readonly IgnoreRule[] = [
  {
    name: 'pam-failure',
    pattern: /^pam_\w+\(sshd:auth\): (?:authentication failure|check pass|conversation failed|auth could not)/u,
    why: {
      en: 'PAM’s account of an attempt that the line "Failed password" counts.',
      zh: 'PAM 对同一次尝试的描述，已由 "Failed password" 行计数。',
    },
  },
  {
    name: 'pam-summary',
    pattern: /^PAM (?:\d+ more authentication failures?;|service\(sshd\) ignoring max retries)/u,
    why: { en: 'A sum of attempts that were counted one by one.', zh: '已逐次计数的尝试的汇总。' },
  },
  {
    name: 'invalid-user-announced',
    pattern: /^(?:Invalid user .* from |input_userauth_request: invalid user )/u,
    why: {
      en: 'Announces an unknown name; "Failed … for invalid user" counts the attempt. A client that leaves without trying a credential has failed nothing.',
      zh: '仅宣告未知用户名；尝试由 "Failed … for invalid user" 计数。未提交凭据即离开不算失败。',
    },
  },
  {
    name: 'attempt-limit',
    pattern: /(?:Too many authentication failures|maximum authentication attempts exceeded) for /u,
    why: {
      en: 'sshd drops the connection, it locks nobody; the failures were counted.',
      zh: 'sshd 断开连接，并不锁定用户；失败已计数。',
    },
  },
  {
    name: 'session-opened',
    pattern: /^pam_\w+\(sshd(?:-session)?:session\): session opened for user /u,
    why: { en: 'Follows "Accepted", which is the login.', zh: '紧随 "Accepted"，登录以后者为准。' },
  },
  {
    name: 'disconnect',
    pattern: new RegExp(
      `^(?:error: )?(?:Received disconnect from|Disconnected from|Disconnecting|Connection (?:closed|reset) by|Connection from|Timeout, client not responding)(?: .*)?${preauth}$`,
      'u',
    ),
    why: {
      en: 'A connection, not a session: it says nothing about who logged in or out.',
      zh: '描述的是连接而非会话，与登录登出无关。',
    },
  },
  {
    name: 'connection-error',
    pattern:
      /^(?:fatal: |error: |ssh_dispatch_run_fatal: )?(?:Write failed|Read from socket failed|kex_exchange_identification|banner exchange|ssh_dispatch_run_fatal|Did not receive identification|Bad protocol version|Unable to negotiate|Protocol major versions differ)/u,
    why: { en: 'The connection broke or never spoke SSH.', zh: '连接中断，或对方并非 SSH 客户端。' },
  },
  {
    name: 'reverse-mapping',
    pattern: /^(?:reverse mapping checking getaddrinfo for |Address \S+ maps to |Nasty PTR record )/u,
    why: { en: 'A finding about the name service, not a login.', zh: '关于域名解析的提示，与登录无关。' },
  },
  {
    name: 'server-life',
    pattern:
      /^(?:Server listening on |Received signal |Starting session: |Postponed |User child is on pid |Close session: )/u,
    why: {
      en: 'The server’s own life, or a step inside a login or session.',
      zh: '服务自身的运行信息，或登录与会话的中间步骤。',
    },
  },
];

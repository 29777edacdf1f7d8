/** Everything that can be wrong at a terminal itself: a closed list, in docs/terminal.md (a test compares the two). */
export const terminalErrors = {
  'outbox-full': {
    en: 'The journal on this terminal is full: nobody may sign in until events have been delivered.',
    zh: '本终端的日志已满：在事件送达之前禁止登录。',
  },
  'outbox-unwritable': {
    en: 'The journal on this terminal cannot be written: nobody may sign in until the disk is repaired and the agent restarted.',
    zh: '本终端的日志无法写入：在修复磁盘并重启代理之前禁止登录。',
  },
  'outbox-damaged': {
    en: 'The journal on this terminal was damaged while it was in use: restart the agent, which keeps what is readable.',
    zh: '本终端的日志在使用中损坏：请重启代理，可读的部分会被保留。',
  },
  'outbox-in-use': {
    en: 'Another process uses this journal.',
    zh: '另一个进程正在使用此日志。',
  },
  'outbox-of-another-terminal': {
    en: 'This folder holds the journal of another terminal.',
    zh: '该文件夹属于另一台终端的日志。',
  },
  'event-too-large': {
    en: 'The event is larger than 65,535 bytes.',
    zh: '事件超过 65,535 字节。',
  },
  'happening-invalid': {
    en: 'An event needs a name such as LoginFailed and an object as its data.',
    zh: '事件需要形如 LoginFailed 的名称，数据须为对象。',
  },
  'option-invalid': {
    en: 'An option does not have the required form:',
    zh: '选项格式不符合要求：',
  },
  'terminal-frozen': {
    en: 'This terminal is frozen by order of the security team: nobody may sign in.',
    zh: '本终端已被安全团队冻结：禁止登录。',
  },
  'terminal-closed': {
    en: 'The agent was closed.',
    zh: '代理已关闭。',
  },
  'key-missing': {
    en: 'This terminal has no key yet: enrol it with a one-time code.',
    zh: '本终端尚无密钥：请使用一次性代码注册。',
  },
  'key-refused': {
    en: 'The platform refused the key:',
    zh: '平台拒绝了密钥：',
  },
} as const satisfies Record<string, { en: string; zh: string }>;

export type TerminalErrorCode = keyof typeof terminalErrors;

/** What went wrong at the terminal, with a sentence for the person in front of it. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
  readonly zh: string;

  constructor(
    readonly code: TerminalErrorCode,
    detail?: string,
    options?: ErrorOptions,
  ) {
    const { en, zh } = terminalErrors[code];
    super(detail ? `${en} ${detail}` : en, options);
    this.zh = detail ? `${zh}${detail}` : zh;
  }
}

import { defineEvent } from '../define-event.js';
import { matching, oneOf, optional, text, whole } from '../fields.js';
import { MAX_SENTENCE, terminalCommands, type TerminalCommand, UUID } from '../vocabulary.js';

const outcomes = ['done', 'refused'] as const;

export class CommandAcknowledged {
  @matching(UUID)
  commandId!: string;

  @oneOf(terminalCommands)
  command!: TerminalCommand;

  @oneOf(outcomes)
  outcome!: (typeof outcomes)[number];

  /** As it was issued: the terminal's commands are numbered from 1. */
  @whole({ min: 1, max: Number.MAX_SAFE_INTEGER })
  number!: number;

  /** Why it was refused. */
  @optional()
  @text({ max: MAX_SENTENCE })
  reason?: string;
}

export const commandAcknowledged = defineEvent({
  name: 'CommandAcknowledged',
  origin: 'terminal',
  schema: 1,
  payload: CommandAcknowledged,
  about: {
    en: 'A terminal did what it was told, or refused to; its place in the journal is where it took effect.',
    zh: '终端执行或拒绝了收到的指令；该事件在日志中的位置即生效位置。',
  },
  sample: { commandId: '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10', command: 'freeze', outcome: 'done', number: 3 },
  personal: ['/reason'],
});

import { defineEvent } from '../define-event.js';
import { instant, matching, oneOf, optional, text } from '../fields.js';
import { orderOutcomes, type OrderOutcome } from '../recovery-words.js';
import { MAX_SENTENCE, TERMINAL_ID, UUID } from '../vocabulary.js';

export class RecoveryOrderAnswered {
  @matching(TERMINAL_ID)
  terminalId!: string;

  @matching(UUID)
  commandId!: string;

  @oneOf(orderOutcomes)
  outcome!: OrderOutcome;

  @instant()
  at!: string;

  @optional()
  @text({ max: MAX_SENTENCE })
  reason?: string;
}

export const recoveryOrderAnswered = defineEvent({
  name: 'RecoveryOrderAnswered',
  origin: 'platform',
  schema: 1,
  payload: RecoveryOrderAnswered,
  about: {
    en: 'A terminal said what became of a command that a recovery gave it.',
    zh: '终端回复了恢复指令的执行结果。',
  },
  sample: {
    terminalId: 'till-7',
    commandId: '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10',
    outcome: 'done',
    at: '2026-03-02T01:00:00.000Z',
  },
  personal: ['/reason'],
});

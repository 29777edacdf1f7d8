import { defineEvent } from '../define-event.js';
import { matching, text } from '../fields.js';
import { MAX_PERSON_ID, TERMINAL_ID, UUID } from '../vocabulary.js';

export class RecoveryOrdered {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_PERSON_ID })
  operatorId!: string;

  @matching(TERMINAL_ID)
  terminalId!: string;

  /** Ids of the commands that follow from it: one ends the operator's sessions, one demands a new password. */
  @matching(UUID)
  endSessionsId!: string;

  @matching(UUID)
  demandChangeId!: string;
}

export const recoveryOrdered = defineEvent({
  name: 'RecoveryOrdered',
  origin: 'platform',
  schema: 1,
  payload: RecoveryOrdered,
  about: {
    en: 'Somebody told a terminal to carry an approved recovery out.',
    zh: '有人指令终端执行已批准的密码恢复。',
  },
  sample: {
    actor: 'zhao',
    operatorId: 'o-7',
    terminalId: 'till-7',
    endSessionsId: '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10',
    demandChangeId: '6a0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10',
  },
  personal: ['/actor', '/operatorId'],
});

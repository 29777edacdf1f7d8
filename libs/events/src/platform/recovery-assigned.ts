import { defineEvent } from '../define-event.js';
import { optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE } from '../vocabulary.js';

export class RecoveryAssigned {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @optional()
  @text({ max: MAX_PERSON_ID })
  assignee?: string;

  /** In the system of whoever supports the shop. */
  @optional()
  @text({ max: MAX_REFERENCE })
  ticket?: string;
}

export const recoveryAssigned = defineEvent({
  name: 'RecoveryAssigned',
  origin: 'platform',
  schema: 1,
  payload: RecoveryAssigned,
  about: {
    en: 'Somebody said who works on a recovery, and under which ticket elsewhere.',
    zh: '有人指定了恢复工单的处理人及外部工单号。',
  },
  sample: { actor: 'zhao', assignee: 'li.na', ticket: 'BANK-1182' },
  personal: ['/actor', '/assignee', '/ticket'],
});

import { defineEvent } from '../define-event.js';
import { oneOf, optional, text } from '../fields.js';
import { resetChannels, MAX_PERSON_ID, MAX_REFERENCE } from '../vocabulary.js';

const channels = [...resetChannels, 'lock-expired'] as const;

export class OperatorUnlocked {
  @oneOf(channels)
  channel!: (typeof channels)[number];

  @optional()
  @text({ max: MAX_PERSON_ID })
  actor?: string;

  @optional()
  @text({ max: MAX_REFERENCE })
  caseId?: string;
}

export const operatorUnlocked = defineEvent({
  name: 'OperatorUnlocked',
  origin: 'terminal',
  schema: 1,
  payload: OperatorUnlocked,
  about: { en: 'A lock on an operator ended.', zh: '操作员锁定解除。' },
  sample: { channel: 'administrator', actor: 'o-manager-1', caseId: 'case-2026-0042' },
  personal: ['/actor'],
});

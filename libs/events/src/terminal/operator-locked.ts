import { defineEvent } from '../define-event.js';
import { instant, oneOf, optional } from '../fields.js';

const reasons = ['too-many-failures', 'administrator', 'policy'] as const;

export class OperatorLocked {
  @oneOf(reasons)
  reason!: (typeof reasons)[number];

  /** When the lock ends by itself; absent: not before somebody unlocks. */
  @optional()
  @instant()
  until?: string;
}

export const operatorLocked = defineEvent({
  name: 'OperatorLocked',
  origin: 'terminal',
  schema: 1,
  payload: OperatorLocked,
  about: { en: 'An operator was locked out.', zh: '操作员被锁定。' },
  sample: { reason: 'too-many-failures', until: '2026-03-02T09:30:00+08:00' },
  personal: [],
});

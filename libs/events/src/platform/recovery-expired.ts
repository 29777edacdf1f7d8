import { defineEvent } from '../define-event.js';
import { instant } from '../fields.js';

export class RecoveryExpired {
  /** When its time had passed. */
  @instant()
  at!: string;
}

export const recoveryExpired = defineEvent({
  name: 'RecoveryExpired',
  origin: 'platform',
  schema: 1,
  payload: RecoveryExpired,
  about: {
    en: 'Nobody finished a recovery in its time; a new one has to be asked for.',
    zh: '恢复工单逾期未完成，须重新申请。',
  },
  sample: { at: '2026-03-09T01:00:00.000Z' },
  personal: [],
});

import { defineEvent } from '../define-event.js';
import { instant, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class ControlFailureResumed {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  /** When it worked again. */
  @instant()
  resumedAt!: string;

  @text({ max: MAX_SENTENCE })
  cause!: string;

  @text({ max: MAX_SENTENCE })
  fix!: string;
}

export const controlFailureResumed = defineEvent({
  name: 'ControlFailureResumed',
  origin: 'platform',
  schema: 1,
  payload: ControlFailureResumed,
  about: { en: 'A security control that had failed works again.', zh: '失效的安全控制已恢复。' },
  sample: { actor: 'administrator', resumedAt: '2026-03-02T03:00:00.000Z', cause: 'Full disks', fix: 'Larger disks' },
  personal: ['/actor', '/cause', '/fix'],
});

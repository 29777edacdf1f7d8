import { defineEvent } from '../define-event.js';
import { optional, text } from '../fields.js';
import { MAX_PERSON_ID } from '../vocabulary.js';

export class AlertAssigned {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  /** Absent: nobody any more. */
  @optional()
  @text({ max: MAX_PERSON_ID })
  assignee?: string;
}

export const alertAssigned = defineEvent({
  name: 'AlertAssigned',
  origin: 'platform',
  schema: 1,
  payload: AlertAssigned,
  about: { en: 'An alert was given to somebody, or taken from them.', zh: '告警已指派给某人，或取消指派。' },
  sample: { actor: 'administrator', assignee: 'li.na' },
  personal: ['/actor', '/assignee'],
});

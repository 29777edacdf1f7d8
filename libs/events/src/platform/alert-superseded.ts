import { defineEvent } from '../define-event.js';
import { matching, optional } from '../fields.js';
import { UUID } from '../vocabulary.js';

export class AlertSuperseded {
  /** The alert that now tells it. */
  @optional()
  @matching(UUID)
  by?: string;
}

export const alertSuperseded = defineEvent({
  name: 'AlertSuperseded',
  origin: 'platform',
  schema: 1,
  payload: AlertSuperseded,
  about: { en: 'Late events showed that the alert never stood like this.', zh: '迟到的事件表明该告警并不成立。' },
  sample: { by: '5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10' },
  personal: [],
});

import { defineEvent } from '../define-event.js';
import { flag, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class FourEyesChanged {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @flag()
  required!: boolean;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const fourEyesChanged = defineEvent({
  name: 'FourEyesChanged',
  origin: 'platform',
  schema: 1,
  payload: FourEyesChanged,
  about: { en: 'Somebody set whether what is risky takes two people.', zh: '有人设定了高风险操作是否需要双人复核。' },
  sample: { actor: 'administrator', required: true, reason: 'There are two of us now' },
  personal: ['/actor', '/reason'],
});

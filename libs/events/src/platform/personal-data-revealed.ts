import { defineEvent } from '../define-event.js';
import { oneOf, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE, MAX_SENTENCE, revealedThings, type RevealedThing } from '../vocabulary.js';

export class PersonalDataRevealed {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @oneOf(revealedThings)
  thing!: RevealedThing;

  /** Of the operator or the case. */
  @text({ max: MAX_PERSON_ID })
  id!: string;

  /** JSON pointer into the answer about it; never what it says. */
  @text({ max: MAX_REFERENCE })
  field!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const personalDataRevealed = defineEvent({
  name: 'PersonalDataRevealed',
  origin: 'platform',
  schema: 1,
  payload: PersonalDataRevealed,
  about: {
    en: 'Somebody who sees it masked was shown a personal field in clear, and said why; stored before it was shown.',
    zh: '原本只能看到脱敏内容的人员说明原因后查看了个人信息明文；先记录后显示。',
  },
  sample: {
    actor: 'li.na',
    thing: 'operator',
    id: 'op-7',
    field: '/registration/name',
    reason: 'To call him about the till that was left open',
  },
  personal: ['/actor', '/id', '/reason'],
});

import { defineEvent } from '../define-event.js';
import { optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE, MAX_SENTENCE } from '../vocabulary.js';

export class StoreMerchantChanged {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_REFERENCE })
  store!: string;

  /** Who runs the store from now on; absent: none of the merchants there are. */
  @optional()
  @text({ max: MAX_REFERENCE })
  merchant?: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const storeMerchantChanged = defineEvent({
  name: 'StoreMerchantChanged',
  origin: 'platform',
  schema: 1,
  payload: StoreMerchantChanged,
  about: {
    en: 'Somebody said which merchant runs a store; people of that merchant see and act in it from then on.',
    zh: '有人设定了门店所属的商户；该商户的人员自此可以查看并管理该门店。',
  },
  sample: { actor: 'administrator', store: 's-1', merchant: 'm-1', reason: 'Opened in March' },
  personal: ['/actor', '/reason'],
});

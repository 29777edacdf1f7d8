import { defineEvent } from '../define-event.js';
import { instant, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE, MAX_SENTENCE } from '../vocabulary.js';

export class OnePersonStoreRegistered {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_REFERENCE })
  storeId!: string;

  /** Who may decide alone there. */
  @text({ max: MAX_PERSON_ID })
  person!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @instant()
  until!: string;
}

export const onePersonStoreRegistered = defineEvent({
  name: 'OnePersonStoreRegistered',
  origin: 'platform',
  schema: 1,
  payload: OnePersonStoreRegistered,
  about: {
    en: 'A store was registered as having one person, who may decide alone until then.',
    zh: '登记单人门店：该人员在期限内可独自审批。',
  },
  sample: {
    actor: 'zhao',
    storeId: 's-1',
    person: 'li.na',
    reason: 'Kiosk run by its owner',
    until: '2026-09-01T00:00:00.000Z',
  },
  personal: ['/actor', '/person', '/reason'],
});

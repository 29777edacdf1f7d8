import { defineEvent } from '../define-event.js';
import { instant, text, whole } from '../fields.js';
import { MAX_COUNT, MAX_PERSON_ID, MAX_REFERENCE, MAX_SENTENCE } from '../vocabulary.js';

export class BackfillOrdered {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  @text({ max: MAX_REFERENCE })
  rule!: string;

  @whole({ min: 1, max: MAX_COUNT })
  version!: number;

  /** Corrected event times: from the first up to, not including, the second. */
  @instant()
  from!: string;

  @instant()
  to!: string;

  @text({ max: MAX_SENTENCE })
  reason!: string;
}

export const backfillOrdered = defineEvent({
  name: 'BackfillOrdered',
  origin: 'platform',
  schema: 1,
  payload: BackfillOrdered,
  about: {
    en: 'Somebody had a rule judge a past range again, to raise what nobody was told of.',
    zh: '有人要求规则重新判断过去的时间段，对此前未告警的发现补发告警。',
  },
  sample: {
    actor: 'administrator',
    rule: 'R1',
    version: 1,
    from: '2026-03-02T00:00:00.000Z',
    to: '2026-03-03T00:00:00.000Z',
    reason: 'Till 4 came back after five days',
  },
  personal: ['/actor', '/reason'],
});

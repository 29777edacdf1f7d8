import { defineEvent } from '../define-event.js';
import { anyObject, matching, text, whole } from '../fields.js';
import { DAY, DIGEST, MAX_PERSON_ID, ZONE } from '../vocabulary.js';

export class DailyReviewCompiled {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  /** The day, `2026-03-02`, from midnight to midnight at `zone`. */
  @matching(DAY)
  date!: string;

  /** Offset of the day from UTC, `+08:00`. */
  @matching(ZONE)
  zone!: string;

  /** The log was looked at up to here. */
  @whole({ min: 0, max: Number.MAX_SAFE_INTEGER })
  position!: number;

  /** SHA-256 of the canonical JSON of `content`. */
  @matching(DIGEST)
  digest!: string;

  @anyObject()
  content!: Record<string, unknown>;
}

export const dailyReviewCompiled = defineEvent({
  name: 'DailyReviewCompiled',
  origin: 'platform',
  schema: 1,
  payload: DailyReviewCompiled,
  about: {
    en: 'The automatic checks of a day were made, for somebody to review (PCI DSS 10.4.1).',
    zh: '已完成某日的自动检查，待人工复核（PCI DSS 10.4.1）。',
  },
  sample: {
    actor: 'administrator',
    date: '2026-03-02',
    zone: '+08:00',
    position: 812,
    digest: 'ab'.repeat(32),
    content: { alerts: { total: 0 }, exceptions: [] },
  },
  personal: ['/actor', '/content'],
});

import { defineEvent } from '../define-event.js';
import { instant, nested, oneOf, optional, text } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE, MAX_SENTENCE, severities, type Severity } from '../vocabulary.js';

/** An alert must match every one that is given. */
export class SilenceMatchers {
  @optional()
  @text({ max: MAX_REFERENCE })
  rule?: string;

  /** As alerts name it: `operator:o-7`. */
  @optional()
  @text({ max: MAX_PERSON_ID + MAX_REFERENCE })
  key?: string;

  @optional()
  @text({ max: MAX_REFERENCE })
  store?: string;

  @optional()
  @oneOf(severities)
  severity?: Severity;
}

export class SilenceCreated {
  @text({ max: MAX_PERSON_ID })
  actor!: string;

  /** Who answers for it; not always who typed it. */
  @text({ max: MAX_PERSON_ID })
  author!: string;

  @nested(() => SilenceMatchers)
  matchers!: SilenceMatchers;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @instant()
  from!: string;

  @instant()
  until!: string;

  /** When people are to be reminded that it ends. */
  @instant()
  remindAt!: string;
}

export const silenceCreated = defineEvent({
  name: 'SilenceCreated',
  origin: 'platform',
  schema: 1,
  payload: SilenceCreated,
  about: {
    en: 'Somebody asked not to be told of some alerts for a time; they are still raised and listed.',
    zh: '有人要求在一段时间内不通知某些告警；告警仍会产生并列出。',
  },
  sample: {
    actor: 'administrator',
    author: 'li.na',
    matchers: { rule: 'R2', store: 's-1' },
    reason: 'Keypad of till 3 is being replaced',
    from: '2026-03-02T01:00:00.000Z',
    until: '2026-03-02T09:00:00.000Z',
    remindAt: '2026-03-02T08:00:00.000Z',
  },
  personal: ['/actor', '/author', '/matchers/key', '/reason'],
});

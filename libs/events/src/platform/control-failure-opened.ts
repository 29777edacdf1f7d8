import { defineEvent } from '../define-event.js';
import { instant, matching, oneOf, optional, text } from '../fields.js';
import { controls, type Control } from '../recovery-words.js';
import { MAX_SENTENCE, UUID } from '../vocabulary.js';

export class ControlFailureOpened {
  @oneOf(controls)
  control!: Control;

  /** Since when it failed, as far as it is known. */
  @instant()
  from!: string;

  @text({ max: MAX_SENTENCE })
  cause!: string;

  /** The recovery case that brought it up. */
  @optional()
  @matching(UUID)
  caseId?: string;
}

export const controlFailureOpened = defineEvent({
  name: 'ControlFailureOpened',
  origin: 'platform',
  schema: 1,
  payload: ControlFailureOpened,
  about: {
    en: 'A security control was found to have failed; it is on record until it is resumed and the cause mended.',
    zh: '发现安全控制失效，并记录至恢复与整改完成。',
  },
  sample: {
    control: 'authentication',
    from: '2026-03-02T01:00:00.000Z',
    cause: 'system-fault',
    caseId: '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10',
  },
  personal: [],
});

import { defineEvent } from '../define-event.js';
import { oneOf, optional, text } from '../fields.js';
import { MAX_SENTENCE } from '../vocabulary.js';

const kinds = ['case-opened', 'key-mismatch', 'device-swapped', 'other'] as const;

export class TamperDetected {
  @oneOf(kinds)
  kind!: (typeof kinds)[number];

  @optional()
  @text({ max: MAX_SENTENCE })
  detail?: string;
}

export const tamperDetected = defineEvent({
  name: 'TamperDetected',
  origin: 'terminal',
  schema: 1,
  payload: TamperDetected,
  about: { en: 'A terminal noticed that somebody tampered with it.', zh: '终端检测到被篡改。' },
  sample: { kind: 'case-opened', detail: 'Lid switch open for 40 s' },
  personal: ['/detail'],
});

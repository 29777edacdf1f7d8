import { defineEvent } from '../define-event.js';
import { text, whole } from '../fields.js';
import { MAX_PERSON_ID, MAX_SENTENCE } from '../vocabulary.js';

export class GapDeclaredLost {
  @whole({ min: 1, max: Number.MAX_SAFE_INTEGER })
  epoch!: number;

  /** First missing sequence. */
  @whole({ min: 1, max: Number.MAX_SAFE_INTEGER })
  from!: number;

  /** Last missing sequence. */
  @whole({ min: 1, max: Number.MAX_SAFE_INTEGER })
  to!: number;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;
}

export const gapDeclaredLost = defineEvent({
  name: 'GapDeclaredLost',
  origin: 'platform',
  schema: 1,
  payload: GapDeclaredLost,
  about: {
    en: "Somebody declared missing events of a terminal's journal lost.",
    zh: '有人声明终端日志中缺失的事件已丢失。',
  },
  sample: { epoch: 1, from: 120, to: 124, reason: 'Disk of the terminal was replaced', actor: 'admin' },
  personal: ['/actor', '/reason'],
});

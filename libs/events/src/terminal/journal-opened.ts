import { defineEvent } from '../define-event.js';
import { matching, nested, oneOf, optional, whole } from '../fields.js';
import { HASH } from '../vocabulary.js';

const reasons = ['first', 'restart-lost', 'rolled-back', 'forked'] as const;

/** Where the journal before this one ended, as far as the terminal knows. */
export class JournalEnd {
  @whole({ min: 1, max: Number.MAX_SAFE_INTEGER })
  epoch!: number;

  @whole({ min: 1, max: Number.MAX_SAFE_INTEGER })
  sequence!: number;

  /** Hash of that event; absent where nobody can compute it any more. */
  @optional()
  @matching(HASH)
  head?: string;
}

export class JournalOpened {
  @oneOf(reasons)
  reason!: (typeof reasons)[number];

  @optional()
  @nested(() => JournalEnd)
  previous?: JournalEnd;
}

export const journalOpened = defineEvent({
  name: 'JournalOpened',
  origin: 'terminal',
  schema: 1,
  payload: JournalOpened,
  about: {
    en: 'A terminal began a new epoch of its journal: the first one, or because the one before was lost or is not ours.',
    zh: '终端开启了日志的新纪元：首次启用，或因原日志丢失、与平台不一致。',
  },
  sample: {
    reason: 'rolled-back',
    previous: {
      epoch: 1_772_413_200,
      sequence: 412,
      head: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    },
  },
  personal: [],
});

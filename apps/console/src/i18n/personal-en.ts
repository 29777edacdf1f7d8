import type { Texts } from './zh-cn.js';

/** Texts about personal data that some see masked, in English: part of `en`. */
export const personalEn: Texts['personal'] = {
  reveal: 'Reveal',
  revealAsk: 'Who looked, at which field and why is written to the log for good, before anything is shown.',
  reason: 'Reason for looking',
  reveals: 'Shown in clear',
  none: 'Nobody has looked at anything masked',
  at: 'When',
  by: 'Who looked',
  about: 'Of',
  field: 'Field',
  contacts: 'Contact attempts',
};

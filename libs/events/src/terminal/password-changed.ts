import { defineEvent } from '../define-event.js';
import { flag, nested, optional, text, version, whole } from '../fields.js';
import { MAX_PERSON_ID, MAX_REFERENCE } from '../vocabulary.js';

const MAX_LENGTH = 4_096;
const MAX_CLASSES = 8;

/** What the terminal's policy says of a new password, computed where it was typed. */
export class PasswordVerdict {
  @text({ max: MAX_REFERENCE })
  profile!: string;

  @version()
  profileVersion!: string | number;

  @whole({ min: 0, max: MAX_LENGTH })
  length!: number;

  /** How many of lower case, upper case, digits, symbols and others it has. */
  @whole({ min: 0, max: MAX_CLASSES })
  classes!: number;

  @flag()
  blocklisted!: boolean;

  @flag()
  reused!: boolean;

  @optional()
  @version()
  blocklistVersion?: string | number;
}

export class PasswordChanged {
  @nested(() => PasswordVerdict)
  verdict!: PasswordVerdict;

  @optional()
  @text({ max: MAX_PERSON_ID })
  actor?: string;
}

export const passwordChanged = defineEvent({
  name: 'PasswordChanged',
  origin: 'terminal',
  schema: 1,
  payload: PasswordChanged,
  about: {
    en: 'An operator changed the password; the verdict tells its strength, never the password.',
    zh: '操作员修改了密码；仅记录强度判定，绝不记录密码。',
  },
  sample: {
    verdict: {
      profile: 'pci-dss',
      profileVersion: 3,
      length: 14,
      classes: 4,
      blocklisted: false,
      reused: false,
      blocklistVersion: '2026.1',
    },
  },
  personal: ['/actor'],
});

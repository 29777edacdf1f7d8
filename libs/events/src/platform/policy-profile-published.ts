import { defineEvent } from '../define-event.js';
import { flag, listOf, matching, nested, oneOf, optional, text, whole } from '../fields.js';
import {
  characterClasses,
  type CharacterClass,
  MAX_COUNT,
  MAX_PERSON_ID,
  MAX_SENTENCE,
  POLICY_PROFILE,
} from '../vocabulary.js';

const MAX_LENGTH = 128;
const MAX_CLASSES = 4;
const MAX_DAYS = 3_650;
const MAX_HISTORY = 24;
const MAX_TRIES = 1_000;
const MAX_MINUTES = 525_600;
const LONGEST_VERSION = 64;

/** What passwords and terminals are held to. 0: the profile does not ask for it. */
export class PolicySettings {
  @whole({ min: 0, max: MAX_LENGTH })
  minLength!: number;

  /** Where the password is not the only factor; absent: the same. */
  @optional()
  @whole({ min: 0, max: MAX_LENGTH })
  minLengthWithFactor?: number;

  /** Each must be there. */
  @listOf(oneOf(characterClasses), { max: characterClasses.length })
  requiredClasses!: CharacterClass[];

  /** How many of lower case, upper case, digits and symbols. */
  @whole({ min: 0, max: MAX_CLASSES })
  minClasses!: number;

  /** False: a verdict records the classes and does not fail for them. */
  @flag()
  classesEnforced!: boolean;

  /** Common passwords, words, names and dates. */
  @flag()
  blocklist!: boolean;

  @flag()
  keyboardRuns!: boolean;

  @flag()
  pinyinWords!: boolean;

  /** Oldest list a terminal may judge by; absent: any. */
  @optional()
  @text({ max: LONGEST_VERSION })
  blocklistVersion?: string;

  @whole({ min: 0, max: MAX_DAYS })
  rotationDays!: number;

  /** Not one of the last so many. */
  @whole({ min: 0, max: MAX_HISTORY })
  history!: number;

  /** Most failures before an operator is locked, and the shortest lock. */
  @whole({ min: 0, max: MAX_TRIES })
  lockAfter!: number;

  @whole({ min: 0, max: MAX_MINUTES })
  lockMinutes!: number;

  /** Longest that a session may be idle. */
  @whole({ min: 0, max: MAX_MINUTES })
  idleMinutes!: number;
}

export class PolicyProfilePublished {
  @matching(POLICY_PROFILE)
  profile!: string;

  /** One more than the last; what is shipped is version 1. */
  @whole({ min: 1, max: MAX_COUNT })
  version!: number;

  @nested(() => PolicySettings)
  settings!: PolicySettings;

  @text({ max: MAX_SENTENCE })
  reason!: string;

  @text({ max: MAX_PERSON_ID })
  actor!: string;

  /** Whose draft it was, and its revision in the stream; absent: nobody else's. */
  @optional()
  @text({ max: MAX_PERSON_ID })
  author?: string;

  @optional()
  @whole({ min: 0, max: MAX_COUNT })
  draft?: number;

  /** Nobody else agreed, because nobody else has to. */
  @optional()
  @flag()
  singlePerson?: boolean;
}

export const policyProfilePublished = defineEvent({
  name: 'PolicyProfilePublished',
  origin: 'platform',
  schema: 1,
  payload: PolicyProfilePublished,
  about: {
    en: 'A version of a policy profile is in force from now on, wherever the profile is chosen.',
    zh: '策略模板的新版本自此在选用该模板的范围内生效。',
  },
  sample: {
    profile: 'pci-dss',
    version: 2,
    settings: {
      minLength: 14,
      requiredClasses: ['letter', 'digit'],
      minClasses: 0,
      classesEnforced: true,
      blocklist: true,
      keyboardRuns: true,
      pinyinWords: true,
      blocklistVersion: '2026.1',
      rotationDays: 90,
      history: 4,
      lockAfter: 6,
      lockMinutes: 30,
      idleMinutes: 15,
    },
    reason: 'Decided in the security meeting of March',
    actor: 'administrator',
  },
  personal: ['/reason', '/actor', '/author'],
});

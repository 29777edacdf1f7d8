/** Answers about policy profiles. Times are RFC 3339 UTC with milliseconds unless said. */

export type CharacterClass = 'lower' | 'upper' | 'letter' | 'digit' | 'symbol';

/** What passwords and terminals are held to. 0: the profile does not ask for it. */
export interface PolicySettings {
  minLength: number;
  /** Where the password is not the only factor; absent: the same. */
  minLengthWithFactor?: number;
  /** Each must be there. */
  requiredClasses: CharacterClass[];
  /** How many of lower case, upper case, digits and symbols. */
  minClasses: number;
  /** False: a verdict records the classes and does not fail for them. */
  classesEnforced: boolean;
  blocklist: boolean;
  keyboardRuns: boolean;
  pinyinWords: boolean;
  /** Oldest list a terminal may judge by; absent: any. */
  blocklistVersion?: string;
  rotationDays: number;
  /** Not one of the last so many. */
  history: number;
  lockAfter: number;
  lockMinutes: number;
  idleMinutes: number;
}

export interface PolicyVersionView {
  version: number;
  settings: PolicySettings;
  /** These three absent: as it was shipped. */
  publishedAt?: string;
  by?: string;
  reason?: string;
  /** Who wrote it, where that was somebody else. */
  author?: string;
  /** Nobody else agreed, because nobody else had to. */
  singlePerson?: boolean;
}

/** A version that somebody else has to put in force. */
export interface PolicyDraftView {
  profile: string;
  /** What a command about it says it is about. */
  draft: number;
  settings: PolicySettings;
  by: string;
  at: string;
  reason: string;
}

export interface PolicyView {
  id: string;
  /** Of what is shipped. */
  title?: { en: string; zh: string };
  about?: { en: string; zh: string };
  /** In force. */
  current: PolicyVersionView;
  /** All, newest first, at most 50. */
  versions: PolicyVersionView[];
}

export interface PoliciesView {
  items: PolicyView[];
  /** Those that wait now. */
  drafts: PolicyDraftView[];
  /** What is chosen for every store that has no choice of its own, and those that have. */
  choice: { profile: string; stores: { store: string; profile: string }[] };
  /** What the store that was asked for (or every other) was held to at the instant that was asked for. */
  inForce: { profile: string; version: number; settings: PolicySettings };
}

/** Answer of writing a version or putting it in force: it is, or it waits as a draft. */
export interface PolicyPublishedAnswer {
  profile: string;
  version?: number;
  draft?: number;
}

/** How a terminal's settings compare with the policy that its store is held to. */
export interface ConformanceView {
  terminalId: string;
  storeId?: string;
  lastSeen: string;
  /** Of what was in force when it was asked. */
  profile: string;
  version: number;
  /** `unknown`: it has not reported its settings. */
  state: 'conforms' | 'fails' | 'unknown';
  /** `required`: the most, the least, or exactly that, by setting. */
  faults: { setting: string; reported?: string | number; required: string | number }[];
  /** The last time its settings changed; before and after, by setting. */
  drift?: { at: string; changed: Record<string, unknown[]> };
}

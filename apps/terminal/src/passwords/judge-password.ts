import type { PolicySettings } from '@tillwatch/api';
import type { PasswordChange } from '../agent/happenings.js';
import { countClasses, has } from './character-classes.js';
import { hasKeyboardRun } from './keyboard-runs.js';
import { hasPinyinWord } from './pinyin.js';

/** A policy profile as `GET /v1/policies` tells what is in force. */
export interface JudgingPolicy {
  profile: string;
  version: number;
  settings: PolicySettings;
}

/** What the till knows besides. */
export interface JudgingFacts {
  /** Operator id, name, store, telephone: none of it may be in the password. */
  about?: readonly string[];
  /** It is one of the last `history`: the till compares hashes, so only the till can tell. */
  reused?: boolean;
  /** It will not be the only factor. */
  withFactor?: boolean;
}

export type PasswordFault =
  'too-short' | 'classes-missing' | 'blocklisted' | 'keyboard-run' | 'pinyin-word' | 'about-the-person' | 'reused';

export interface PasswordJudgement {
  passed: boolean;
  /** What the policy demands and the password lacks. */
  reasons: PasswordFault[];
  /** For the event `PasswordChanged`: what is so, demanded or not. */
  verdict: Required<PasswordChange['verdict']>;
}

/** Longest password that is looked at as a whole; of a longer one the rest counts as length only. */
const longestJudged = 256;
/** As the event has it. */
const longestTold = 4_096;
/** Shorter texts are in many passwords by chance. */
const shortestAbout = 4;

/**
 * Judges a new password by a policy, in Unicode normalization form KC. Nothing of the password is kept, logged or in the
 * answer. The first call takes about 150 ms, for the lists.
 */
export async function judgePassword(
  password: string,
  { profile, version, settings }: JudgingPolicy,
  { about = [], reused = false, withFactor = false }: JudgingFacts = {},
): Promise<PasswordJudgement> {
  const { blocklistVersion, isBlocklisted } = await import('./blocklist.js');
  const text = password.normalize('NFKC');
  const length = [...text].length;
  const start = text.slice(0, longestJudged);
  const classes = countClasses(text);
  const found = {
    blocklisted: isBlocklisted(start, about),
    'keyboard-run': hasKeyboardRun(start),
    'pinyin-word': hasPinyinWord(start),
    'about-the-person': isAbout(start, about),
  };
  const shortest = withFactor ? (settings.minLengthWithFactor ?? settings.minLength) : settings.minLength;
  const lacksClasses =
    classes < settings.minClasses || settings.requiredClasses.some((required) => !has(text, required));
  const faults: [PasswordFault, boolean][] = [
    ['too-short', length < shortest],
    ['classes-missing', settings.classesEnforced && lacksClasses],
    ['blocklisted', settings.blocklist && found.blocklisted],
    ['keyboard-run', settings.keyboardRuns && found['keyboard-run']],
    ['pinyin-word', settings.pinyinWords && found['pinyin-word']],
    ['about-the-person', settings.blocklist && found['about-the-person']],
    ['reused', settings.history > 0 && reused],
  ];
  const reasons = faults.flatMap(([fault, isSo]) => (isSo ? [fault] : []));
  const blocklisted = Object.values(found).includes(true);
  const told = { length: Math.min(length, longestTold), classes, blocklisted, reused, blocklistVersion };
  return { passed: reasons.length === 0, reasons, verdict: { profile, profileVersion: version, ...told } };
}

function isAbout(password: string, about: readonly string[]): boolean {
  const text = password.toLowerCase();
  const back = [...text].reverse().join('');
  return about
    .map((one) => one.normalize('NFKC').toLowerCase())
    .some((one) => one.length >= shortestAbout && (text.includes(one) || back.includes(one)));
}

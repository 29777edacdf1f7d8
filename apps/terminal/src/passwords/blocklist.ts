import { ZxcvbnFactory, type MatchExtended } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { chinesePasswords } from './chinese-passwords.js';

/** Of the lists together: the library's common passwords and words, and our Chinese ones. */
export const blocklistVersion = '2026.1';

/** Guesses, as a power of ten, that a password must withstand: below it, an online attacker may find it. */
const fewestGuesses = 8;
/** The same where almost all of it is words, dates and runs: those are what an attacker tries together. */
const fewestGuessesOfParts = 12;
/** Characters that nothing explains. */
const fewestFreeCharacters = 4;
const shortestWord = 4;

/** For the test that it keeps no password. */
export const estimator = new ZxcvbnFactory({
  dictionary: { ...dictionary, chinese: [...chinesePasswords] },
  graphs: adjacencyGraphs,
});

/**
 * Whether a password is, or is little more than, what is on the lists: words, common passwords, names, dates, runs and
 * repetitions. `about`: what is known of the person. This file is heavy to load: import it when it is needed.
 */
export function isBlocklisted(password: string, about: readonly string[]): boolean {
  const { guessesLog10, sequence } = estimator.check(password, [...about]);
  // The library remembers the last password it scored, until it scores another.
  estimator.check('');
  if (guessesLog10 < fewestGuesses) return true;
  const parts = (sequence as MatchExtended[]).filter(
    ({ pattern }) => pattern !== 'bruteforce' && pattern !== 'separator',
  );
  const lengths = parts.map(({ token }) => token.length);
  if (lengths.some((length) => length >= shortestWord && length * 2 >= password.length)) return true;
  const free = password.length - lengths.reduce((sum, length) => sum + length, 0);
  return free < fewestFreeCharacters && guessesLog10 < fewestGuessesOfParts;
}

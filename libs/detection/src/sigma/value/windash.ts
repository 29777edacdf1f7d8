import { DASH, type Part, type Pattern } from './pattern.js';

/** Modifiers appendix, `windash`: hyphen, slash, en dash, em dash and horizontal bar stand for each other. */
export const DASHES: readonly string[] = ['-', '/', '\u2013', '\u2014', '\u2015'];

const OPTION_START = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/gu;

/** A literal with each dash that starts an option made `DASH`; one inside a word (`scan-all`) is a hyphen. */
export function freeDashes(literal: string): Pattern {
  const parts: Part[] = [];
  let from = 0;
  for (const { index } of literal.matchAll(OPTION_START)) {
    parts.push(literal.slice(from, index), DASH);
    from = index + 1;
  }
  parts.push(literal.slice(from));
  return parts;
}

/** Every text that a pattern of literals and dashes stands for, or undefined when there are more than `limit`. */
export function dashVariants(pattern: Pattern, limit: number): string[] | undefined {
  let texts = [''];
  for (const part of pattern) {
    const choices = typeof part === 'string' ? [part] : DASHES;
    if (texts.length * choices.length > limit) return undefined;
    texts = texts.flatMap((text) => choices.map((choice) => text + choice));
  }
  return texts;
}

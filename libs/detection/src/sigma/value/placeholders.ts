import { Refusal, type Place } from '../problem.js';
import { joined, type Pattern } from './pattern.js';

/** What stands for each placeholder: patterns, any of which may take its place. */
export type Placeholders = ReadonlyMap<string, readonly Pattern[]>;

const PLACEHOLDER = /\\%|%(\w+)%/g;

/**
 * Rules specification, "Placeholders": every text that comes of putting the values of `%name%` in its place; `\%` is a plain
 * percent sign. Refuses a name that nothing defines, and a value without any, which was meant to have one.
 */
export function expandPlaceholders(
  pattern: Pattern,
  { placeholders, place, limit }: { placeholders: Placeholders; place: Place; limit: number },
): Pattern[] {
  let found = false;
  let variants: Pattern[] = [[]];
  for (const part of pattern) {
    const choices: (readonly Pattern[])[] = typeof part === 'string' ? piecesOf(part) : [[[part]]];
    for (const choice of choices) {
      if (variants.length * choice.length > limit) throw new Refusal(place, 'too-many-variants', String(limit));
      variants = variants.flatMap((variant) => choice.map((pattern) => [...variant, ...pattern]));
    }
  }
  if (!found) throw new Refusal(place, 'placeholder-none');
  return variants.map(joined);

  /** A literal as a row of pieces, each with its choices. */
  function piecesOf(literal: string): (readonly Pattern[])[] {
    const pieces: (readonly Pattern[])[] = [];
    let from = 0;
    for (const match of literal.matchAll(PLACEHOLDER)) {
      pieces.push([[literal.slice(from, match.index)]], match[1] === undefined ? [['%']] : valuesOf(match[1]));
      from = match.index + match[0].length;
    }
    pieces.push([[literal.slice(from)]]);
    return pieces;
  }

  function valuesOf(name: string): readonly Pattern[] {
    found = true;
    const values = placeholders.get(name);
    if (!values) throw new Refusal(place, 'placeholder-missing', name);
    return values;
  }
}

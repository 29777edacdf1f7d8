import { fold } from '../value/fold.js';
import { literalOf } from '../value/pattern.js';
import type { Value } from '../value/value.js';

/**
 * Folded texts one of which a field must be for this value to be fulfilled; undefined when none can be named. Numbers and
 * booleans are compared as texts, a number also as it was written (`0x17`, `007`).
 */
export function literalsOf(value: Value): string[] | undefined {
  switch (value.type) {
    case 'text': {
      const literal = literalOf(value.pattern);
      return literal === undefined ? undefined : [fold(literal)];
    }
    case 'number':
      return [...new Set([fold(value.source), fold(String(value.number))])];
    case 'boolean':
      return [String(value.value)];
    case 'any': {
      const literals = value.values.map(literalsOf);
      return literals.includes(undefined) ? undefined : literals.flatMap((texts) => texts!);
    }
    default:
      return undefined;
  }
}

/** Whether being one of its literals is also enough. */
export function isExact(value: Value): boolean {
  if (value.type === 'any') return value.values.every(isExact);
  return value.type === 'text'
    ? !value.cased && literalOf(value.pattern) !== undefined
    : literalsOf(value) !== undefined;
}

/** What follows the last path separator, or the whole text without one. */
export function tailOf(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('\\'), text.lastIndexOf('/')) + 1);
}

/**
 * The folded tail a field must have to end as this value wants (`*\cmd.exe` needs `cmd.exe`); undefined when the value leaves
 * it open, as `*.exe` does.
 */
export function requiredTail(value: Value): string | undefined {
  const last = value.type === 'text' ? value.pattern.at(-1) : undefined;
  if (typeof last !== 'string') return undefined;
  const tail = tailOf(last);
  return tail === last ? undefined : fold(tail);
}

/** Shorter parts are in too many texts to tell them apart. */
const LEAST_PART_CHARACTERS = 2;

/** The longest folded piece that a field must contain for this value to be fulfilled; undefined when there is none of use. */
export function requiredPart(value: Value): string | undefined {
  if (value.type !== 'text') return undefined;
  const pieces = value.pattern.filter((part) => typeof part === 'string');
  const longest = pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), '');
  return longest.length < LEAST_PART_CHARACTERS ? undefined : fold(longest);
}

/** Any number of characters, also none: `*`. */
export const MANY: unique symbol = Symbol('*');
/** Exactly one character: `?`. */
export const ONE: unique symbol = Symbol('?');
/** One of the characters that start an option on Windows: the work of `windash`. */
export const DASH: unique symbol = Symbol('-');

/** A text with wildcards, taken apart: literal pieces and what stands between them. No two literals in a row. */
export type Pattern = readonly Part[];
export type Part = string | typeof MANY | typeof ONE | typeof DASH;

/**
 * Sigma rules specification, "String Wildcard" and "Escape Character": a backslash takes the special meaning from `*`, `?`
 * or a backslash after it, and is itself a plain character before anything else and at the end.
 */
export function parsePattern(text: string): Pattern {
  const parts: Part[] = [];
  let literal = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    const next = text[i + 1];
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      i++;
    } else if (character === '*' || character === '?') {
      if (literal) parts.push(literal);
      literal = '';
      parts.push(character === '*' ? MANY : ONE);
    } else literal += character;
  }
  if (literal) parts.push(literal);
  return parts;
}

/** The text a pattern without wildcards stands for; undefined when it has some. */
export function literalOf(pattern: Pattern): string | undefined {
  if (!pattern.length) return '';
  const [only, ...more] = pattern;
  return typeof only === 'string' && !more.length ? only : undefined;
}

/** With `*` before and after it, unless it is there. */
export function unanchored(pattern: Pattern, ends: { start: boolean; end: boolean }): Pattern {
  const parts = [...pattern];
  if (ends.start && parts[0] !== MANY) parts.unshift(MANY);
  if (ends.end && parts.at(-1) !== MANY) parts.push(MANY);
  return parts;
}

/** Each literal piece put through `change`; what it returns may hold wildcards again. */
export function mapLiterals(pattern: Pattern, change: (literal: string) => Pattern): Pattern {
  return joined(pattern.flatMap((part) => (typeof part === 'string' ? change(part) : [part])));
}

/** The same pattern with neighbouring literals made one. */
export function joined(parts: readonly Part[]): Pattern {
  const out: Part[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') out[out.length - 1] = last + part;
    else out.push(part);
  }
  return out;
}

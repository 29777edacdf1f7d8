import { DASHES } from './windash.js';
import { DASH, MANY, literalOf, type Part, type Pattern } from './pattern.js';

/** Whether a whole text fits. */
export type TextTest = (text: string) => boolean;

/** What lies between two `*`: matched as one piece. */
type Piece = readonly Exclude<Part, typeof MANY>[];

/**
 * A pattern as a test. Pieces between `*` are looked for from left to right and never again further left, so the effort is
 * at most the length of the text times that of the pattern, and mostly that of `indexOf`.
 */
export function compileGlob(pattern: Pattern): TextTest {
  const literal = literalOf(pattern);
  if (literal !== undefined) return (text) => text === literal;
  const pieces = split(pattern);
  const first = pieces[0]!;
  if (pieces.length === 1) return (text) => matchAt(first, text, 0) === text.length;
  const last = pieces.at(-1)!;
  const middle = pieces.slice(1, -1);
  const simple = simpleTest(first, middle, last);
  if (simple) return simple;
  const lastLength = charactersOf(last);
  return (text) => {
    let at = matchAt(first, text, 0);
    for (let i = 0; i < middle.length && at >= 0; i++) at = findFrom(middle[i]!, text, at);
    if (at < 0) return false;
    const from = startOfLast(text, lastLength);
    return from >= at && matchAt(last, text, from) === text.length;
  };
}

/** The common forms `x*`, `*x` and `*x*` without going through pieces. */
function simpleTest(first: Piece, middle: readonly Piece[], last: Piece): TextTest | undefined {
  const [start, end] = [textOf(first), textOf(last)];
  if (start === undefined || end === undefined || middle.length > 1) return undefined;
  if (middle.length === 0) {
    const least = start.length + end.length;
    return (text) => text.length >= least && text.startsWith(start) && text.endsWith(end);
  }
  const within = textOf(middle[0]!);
  if (within === undefined || start !== '' || end !== '') return undefined;
  return (text) => text.includes(within);
}

function split(pattern: Pattern): Piece[] {
  const pieces: Exclude<Part, typeof MANY>[][] = [[]];
  for (const part of pattern) {
    if (part === MANY) pieces.push([]);
    else pieces.at(-1)!.push(part);
  }
  // `**` is `*`: only the ends may be empty.
  return pieces.filter((piece, i) => piece.length > 0 || i === 0 || i === pieces.length - 1);
}

function textOf(piece: Piece): string | undefined {
  if (!piece.length) return '';
  return piece.length === 1 && typeof piece[0] === 'string' ? piece[0] : undefined;
}

/** Index after the piece when it stands at `at`, or -1. */
function matchAt(piece: Piece, text: string, at: number): number {
  for (const part of piece) {
    if (typeof part === 'string') {
      if (!text.startsWith(part, at)) return -1;
      at += part.length;
    } else {
      if (at >= text.length || (part === DASH && !DASHES.includes(text[at]!))) return -1;
      at += widthAt(text, at);
    }
  }
  return at;
}

/** Index after the first place from `at` on where the piece stands, or -1. */
function findFrom(piece: Piece, text: string, at: number): number {
  const first = piece[0]!;
  for (let start = at; start <= text.length; start += widthAt(text, start)) {
    if (typeof first === 'string') {
      start = text.indexOf(first, start);
      if (start < 0) return -1;
    }
    const end = matchAt(piece, text, start);
    if (end >= 0) return end;
  }
  return -1;
}

/** `?` is one character, also when it takes two UTF-16 units. */
function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function charactersOf(piece: Piece): number {
  return piece.reduce((sum, part) => sum + (typeof part === 'string' ? [...part].length : 1), 0);
}

/** Index of the character that is `characters` before the end; -1 when there are fewer. */
function startOfLast(text: string, characters: number): number {
  let at = text.length;
  for (let i = 0; i < characters; i++) {
    if (at <= 0) return -1;
    at--;
    const low = text.charCodeAt(at);
    const high = text.charCodeAt(at - 1);
    if (at > 0 && low >= 0xdc00 && low <= 0xdfff && high >= 0xd800 && high <= 0xdbff) at--;
  }
  return at;
}

/** Where one event lies in a body, and what a parsed value no longer tells. */
export interface Span {
  /** Byte offsets of its first byte and of the byte after its last. */
  start: number;
  end: number;
  /** Members of objects as written: more than the parsed value has means that a key came twice. */
  members: number;
  /** Deepest nesting of objects and arrays; 0 for a scalar. */
  depth: number;
}

export interface Scan {
  spans: Span[];
  /** Only bodies with backslash escapes can hold NUL or lone surrogates once they are valid UTF-8 and valid JSON. */
  escaped: boolean;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
/** A bracket is its brace without this bit. */
const BRACE_BIT = 0x20;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const LAST_BLANK = 0x20;

/**
 * One pass over the bytes of a JSON text, beside `JSON.parse`: finds the elements of a batch (or the one event) without
 * recursion. Meaningful only for texts that `JSON.parse` accepts; never throws for others.
 * Returns the name of a limit as soon as it is passed, so a hostile body costs no more than reading up to there.
 */
export function scanJson(
  body: Uint8Array,
  mode: 'single' | 'batch',
  limits: { depth: number; events: number },
): Scan | 'depth' | 'events' {
  const base = mode === 'batch' ? 1 : 0;
  const spans: Span[] = [];
  const first = base === 1 ? body.indexOf(OPEN_ARRAY) + 1 : 0;
  let level = base;
  let span = spanFrom(first);
  for (let i = first; i < body.length; i++) {
    const byte = body[i]!;
    if (byte === QUOTE) i = endOfString(body, i);
    else if (byte === COLON) span.members++;
    else if ((byte | BRACE_BIT) === OPEN_OBJECT) {
      level++;
      if (level - base > limits.depth) return 'depth';
      if (level - base > span.depth) span.depth = level - base;
    } else if ((byte | BRACE_BIT) === CLOSE_OBJECT) {
      if (level === base) close(body, span, i, spans);
      level--;
    } else if (byte === COMMA && level === base) {
      close(body, span, i, spans);
      span = spanFrom(i + 1);
    }
    if (spans.length > limits.events) return 'events';
  }
  if (mode === 'single') close(body, span, body.length, spans);
  return { spans, escaped: body.includes(BACKSLASH) };
}

function spanFrom(start: number): Span {
  return { start, end: start, members: 0, depth: 0 };
}

/** Offset of the quote that ends the string whose quote is at `start`. */
function endOfString(body: Uint8Array, start: number): number {
  let i = start + 1;
  while (i < body.length && body[i] !== QUOTE) i += body[i] === BACKSLASH ? 2 : 1;
  return i;
}

/** Ends a span before `end`, without the white space around it; one that holds nothing (`[]`) is no span. */
function close(body: Uint8Array, span: Span, end: number, spans: Span[]): void {
  while (span.start < end && body[span.start]! <= LAST_BLANK) span.start++;
  while (end > span.start && body[end - 1]! <= LAST_BLANK) end--;
  span.end = end;
  if (end > span.start) spans.push(span);
}

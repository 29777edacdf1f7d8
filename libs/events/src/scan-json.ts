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

const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
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
  const length = body.length;
  let escaped = false;
  let level = 0;
  let span: Span = { start: 0, end: length, members: 0, depth: 0 };
  for (let i = 0; i < length; i++) {
    const byte = body[i]!;
    if (byte === QUOTE) {
      for (i++; i < length && body[i] !== QUOTE; i++) {
        if (body[i] === BACKSLASH) {
          escaped = true;
          i++;
        }
      }
    } else if (byte === COLON) span.members++;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      level++;
      if (level > limits.depth + base) return 'depth';
      if (level === base) span = { start: i + 1, end: length, members: 0, depth: 0 };
      else if (level - base > span.depth) span.depth = level - base;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      if (level-- === base && base === 1) close(body, span, i, spans);
    } else if (byte === COMMA && level === base && base === 1) {
      close(body, span, i, spans);
      span = { start: i + 1, end: length, members: 0, depth: 0 };
    }
    if (spans.length > limits.events) return 'events';
  }
  if (mode === 'single') close(body, span, length, spans);
  return { spans, escaped };
}

/** Ends a span before `end`, without the white space around it; one that holds nothing (`[]`) is no span. */
function close(body: Uint8Array, span: Span, end: number, spans: Span[]): void {
  while (span.start < end && body[span.start]! <= LAST_BLANK) span.start++;
  while (end > span.start && body[end - 1]! <= LAST_BLANK) end--;
  span.end = end;
  if (end > span.start) spans.push(span);
}

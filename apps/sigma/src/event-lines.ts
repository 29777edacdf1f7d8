import { sentence } from './tell.js';

/** Bytes of one event. */
export const MAX_LINE_BYTES = 1_048_576;

export type EventLine = { line: number; event: object } | { line: number; why: string };

const LF = 0x0a;

/**
 * The events of an NDJSON stream with their line numbers, and for a line that is none, why. Blank lines are passed over.
 * Of a line that is too long only so much is kept that its length is known, so memory stays bounded.
 */
export async function* eventLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<EventLine[]> {
  let line = 0;
  let rest: Uint8Array[] = [];
  let restBytes = 0;
  for await (const chunk of chunks) {
    const found: EventLine[] = [];
    let from = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
      keep(chunk.subarray(from, end));
      push(found);
      from = end + 1;
    }
    keep(chunk.subarray(from));
    yield found;
  }
  const last: EventLine[] = [];
  if (restBytes) push(last);
  yield last;

  function keep(piece: Uint8Array): void {
    if (restBytes <= MAX_LINE_BYTES) rest.push(piece);
    restBytes += piece.length;
  }

  function push(found: EventLine[]): void {
    line++;
    const read = restBytes > MAX_LINE_BYTES ? sentence('lineTooLong', { bytes: MAX_LINE_BYTES }) : eventOf(rest);
    if (read !== undefined) found.push(typeof read === 'string' ? { line, why: read } : { line, event: read });
    rest = [];
    restBytes = 0;
  }
}

/** The event, or why it is none; undefined for a blank line. */
function eventOf(pieces: readonly Uint8Array[]): object | string | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces));
  } catch {
    return sentence('lineNotUtf8');
  }
  if (text.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : sentence('lineNotObject');
  } catch {
    return sentence('lineNotJson');
  }
}

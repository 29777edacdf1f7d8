/**
 * Splits at LF and nothing else: a name that somebody typed may hold CR or U+2028, and what follows them must not pass for
 * a line of the log. Of a line longer than `limit` only the first `limit` + 1 characters are kept, so memory is bounded and
 * the reader can still tell.
 */
export async function* linesOf(chunks: AsyncIterable<string>, limit: number): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const parts = chunk.split('\n');
    for (const [index, part] of parts.entries()) {
      if (index > 0) {
        yield rest;
        rest = '';
      }
      rest = (rest + part).slice(0, limit + 1);
    }
  }
  if (rest) yield rest;
}

/** One dispatched event of a Server-Sent Events stream. */
export interface SseEvent {
  /** `message` when the stream does not say. */
  event: string;
  data: string;
}

export interface SseParser {
  /** Takes decoded text as it comes, cut anywhere; returns the events it completes. Throws `RangeError` past the limit. */
  push(text: string): SseEvent[];
  /** Last `id:` of a completed event, to be sent as `Last-Event-ID`. */
  readonly lastEventId: string | undefined;
  /** Last `retry:` seen, ms. */
  readonly retryMs: number | undefined;
}

/** One event of ours is a row of JSON; past this the stream is not ours. */
const maxEventCharacters = 1_048_576;

/**
 * Parser of `text/event-stream` as the HTML standard defines it (section 9.2.6): lines end in CR, LF or CRLF, a comment
 * starts with a colon, several `data:` lines make one text, an `id:` with NUL in it is ignored.
 */
export function createSseParser(lastEventId?: string): SseParser {
  let rest = '';
  let afterCarriageReturn = false;
  let data: string[] = [];
  let size = 0;
  let type = '';
  let pendingId = lastEventId;
  let completedId = lastEventId;
  let retryMs: number | undefined;

  function dispatch(): SseEvent | undefined {
    completedId = pendingId;
    const event = data.length > 0 ? { event: type || 'message', data: data.join('\n') } : undefined;
    data = [];
    size = 0;
    type = '';
    return event;
  }

  function readField(line: string): void {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (field === 'data') data.push(value);
    else if (field === 'event') type = value;
    else if (field === 'id' && !value.includes('\0')) pendingId = value;
    else if (field === 'retry' && /^\d{1,9}$/.test(value)) retryMs = Number(value);
  }

  return {
    push(text) {
      const events: SseEvent[] = [];
      // A CR that ended the last piece may be half of a CRLF.
      rest += afterCarriageReturn && text.startsWith('\n') ? text.slice(1) : text;
      if (text !== '') afterCarriageReturn = text.endsWith('\r');
      const lines = rest.split(/\r\n|\r|\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          const event = dispatch();
          if (event) events.push(event);
          continue;
        }
        size += line.length;
        if (size > maxEventCharacters) break;
        readField(line);
      }
      if (size + rest.length > maxEventCharacters) throw new RangeError('An event of the live stream is too long');
      return events;
    },
    get lastEventId() {
      return completedId;
    },
    get retryMs() {
      return retryMs;
    },
  };
}

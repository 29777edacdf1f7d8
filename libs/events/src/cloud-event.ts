/**
 * An event as it was sent, in CloudEvents 1.0 terms. Attributes that the contract does not name (`dataschema`, a
 * sender's own extensions) are kept inside `data` under the reserved key `$attributes` and never mapped to anything.
 */
export interface CloudEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  time: string;
  subject?: string;
  sequence?: string;
  epoch?: number;
  prevhash?: string;
  merchantid?: string;
  storeid?: string;
  data: Record<string, unknown>;
}

export const EXTRA_ATTRIBUTES = '$attributes';

const TERMINAL_SOURCE = '/terminals/';

/** The terminal named by a `source` of the form `/terminals/<id>`; undefined for any other source. */
export function terminalIdOf(source: string): string | undefined {
  return source.startsWith(TERMINAL_SOURCE) ? source.slice(TERMINAL_SOURCE.length) : undefined;
}

/**
 * What makes an event the same event within its stream: its place in the terminal's journal, or its id where the sender
 * keeps no journal. UUIDs are compared without regard to case (RFC 9562).
 */
export function identityOf(event: Pick<CloudEvent, 'id' | 'epoch' | 'sequence'>): string {
  return event.sequence === undefined ? event.id.toLowerCase() : `${event.epoch}/${event.sequence}`;
}

/** The same, from the header that the log stores of an event. */
export function identityOfHeader(
  header: Pick<CloudEvent, 'id' | 'epoch' | 'sequence'> & { identity?: string },
): string {
  return header.identity ?? identityOf(header);
}

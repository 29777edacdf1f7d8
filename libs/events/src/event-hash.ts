import { canonicalJson, sha256Hex } from '@tillwatch/kernel';
import { EXTRA_ATTRIBUTES, type CloudEvent } from './cloud-event.js';
import { asSent } from './parse-envelope.js';

/**
 * What `prevhash` of the next event and `ChainSealed.head` name: SHA-256, hex, of the RFC 8785 text of the whole
 * CloudEvent object as it was sent. Take it before redaction. `data` is the canonical text of the event's data, for
 * callers that have it.
 */
export function eventHash(event: CloudEvent, data = canonicalJson(event.data)): string {
  return sha256Hex(event.data[EXTRA_ATTRIBUTES] === undefined ? eventText(event, data) : canonicalJson(asSent(event)));
}

/**
 * Canonical JSON of an event without extra attributes. Written by hand, keys in order, like the header (encode-event.ts).
 */
function eventText(event: CloudEvent, data: string): string {
  let text = `{"data":${data}`;
  if (event.epoch !== undefined) text += `,"epoch":${event.epoch}`;
  text += `,"id":"${event.id}"`;
  if (event.merchantid !== undefined) text += `,"merchantid":${canonicalJson(event.merchantid)}`;
  if (event.prevhash !== undefined) text += `,"prevhash":"${event.prevhash}"`;
  if (event.sequence !== undefined) text += `,"sequence":"${event.sequence}"`;
  text += `,"source":"${event.source}","specversion":"1.0"`;
  if (event.storeid !== undefined) text += `,"storeid":${canonicalJson(event.storeid)}`;
  if (event.subject !== undefined) text += `,"subject":${canonicalJson(event.subject)}`;
  return `${text},"time":"${event.time}","type":"${event.type}"}`;
}

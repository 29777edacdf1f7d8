import { canonicalJson, sha256Hex } from '@tillwatch/kernel';
import { identityOf, type CloudEvent } from './cloud-event.js';
import type { EventHeader, Mark } from './header.js';

/** What we know of an event's arrival; goes into the header beside what the sender said. */
export interface Arrival {
  tenant: string;
  /** RFC 3339 UTC with milliseconds. */
  recordedtime: string;
  marks?: readonly Mark[];
  /** JSON pointers into the data. */
  redacted?: readonly string[];
  /** Where the event is to be known by another identity than its place or id. */
  identity?: string;
}

/** The five texts the log stores of one event. */
export interface EncodedEvent {
  id: string;
  type: string;
  identity: string;
  header: string;
  data: string;
}

/** `data` is the canonical text of the event's data, for callers that have it. */
export function encodeEvent(event: CloudEvent, arrival: Arrival, data = canonicalJson(event.data)): EncodedEvent {
  return {
    id: event.id,
    type: event.type,
    identity: arrival.identity ?? identityOf(event),
    header: headerText(event, arrival, sha256Hex(data)),
    data,
  };
}

/**
 * The part of a header that the sender answers for, as canonical text: two events at the same place are duplicates when
 * their claims are equal, and conflict otherwise. What we noted on arrival (time, tenant, marks, masked pointers) is not
 * in it; the data is, by its digest after masking.
 */
export function claimOf(header: EventHeader): string {
  const { recordedtime, tenant, marks, redacted, identity, ...claim } = header;
  void [recordedtime, tenant, marks, redacted, identity];
  return canonicalJson(claim);
}

/**
 * Canonical JSON of the header. Written by hand, keys in order, because it runs once per event: half the cost of
 * building the object and canonicalising it. Values whose form parsing has proven hold nothing to escape.
 */
function headerText(event: CloudEvent, arrival: Arrival, datahash: string): string {
  let text = `{"datahash":"${datahash}"`;
  if (event.epoch !== undefined) text += `,"epoch":${event.epoch}`;
  text += `,"id":"${event.id}"`;
  if (arrival.identity !== undefined) text += `,"identity":${canonicalJson(arrival.identity)}`;
  if (arrival.marks?.length) text += `,"marks":${sortedList(arrival.marks)}`;
  if (event.merchantid !== undefined) text += `,"merchantid":${canonicalJson(event.merchantid)}`;
  if (event.prevhash !== undefined) text += `,"prevhash":"${event.prevhash}"`;
  text += `,"recordedtime":"${arrival.recordedtime}"`;
  if (arrival.redacted?.length) text += `,"redacted":${sortedList(arrival.redacted)}`;
  if (event.sequence !== undefined) text += `,"sequence":"${event.sequence}"`;
  text += `,"source":"${event.source}","specversion":"1.0"`;
  if (event.storeid !== undefined) text += `,"storeid":${canonicalJson(event.storeid)}`;
  if (event.subject !== undefined) text += `,"subject":${canonicalJson(event.subject)}`;
  return `${text},"tenant":${canonicalJson(arrival.tenant)},"time":"${event.time}","type":"${event.type}"}`;
}

function sortedList(values: readonly string[]): string {
  return JSON.stringify([...new Set(values)].sort());
}

import { platformEvents, type PayloadOf, type PlatformEventName } from './catalogue.js';
import type { EventDefinition } from './define-event.js';
import { encodeEvent, type EncodedEvent } from './encode-event.js';
import { isInstant } from './instant.js';
import { isValidData } from './validate-data.js';
import { UUID } from './vocabulary.js';

export interface PlatformOrigin {
  /** UUID that is a function of what the event says, so that a replay makes the same event. */
  id: string;
  /** `/platform/<part>`. */
  source: string;
  /** RFC 3339 UTC with milliseconds; also the event's `time` unless that is given. */
  recordedtime: string;
  time?: string;
  subject?: string;
  /** Where the event is to be known by something else than its id. */
  identity?: string;
  tenant: string;
}

const SOURCE = /^\/platform\/[a-z][a-z-]{0,63}$/;

/** An event of the platform's own, ready to append. Throws `TypeError` when it breaks its own schema: a bug of ours. */
export function platformEvent<Name extends PlatformEventName>(
  name: Name,
  data: PayloadOf<Name>,
  origin: PlatformOrigin,
): EncodedEvent {
  const { id, source, recordedtime, time = recordedtime, subject, identity, tenant } = origin;
  const definition: EventDefinition = platformEvents.find((known) => known.name === name)!;
  if (!UUID.test(id)) throw new TypeError(`${name} needs a UUID as id`);
  if (!SOURCE.test(source)) throw new TypeError(`${name} needs a source /platform/<part>`);
  if (!isInstant(time) || !isInstant(recordedtime)) throw new TypeError(`${name} needs RFC 3339 times`);
  if (!isValidData(definition, data)) throw new TypeError(`${name} does not fit its schema`);
  const event = { specversion: '1.0' as const, id, source, type: definition.type, time, data };
  const arrival = { tenant, recordedtime, ...(identity !== undefined && { identity }) };
  return encodeEvent(subject === undefined ? event : { ...event, subject }, arrival);
}

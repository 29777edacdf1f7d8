import type { NewEvent, StreamAppend } from '../event-store.js';
import { isSystemName } from './event-identity.js';

/** Of one stream's append; a little below EventStoreDB's own default limit of 1 MiB. */
export const MAX_APPEND_BYTES = 1_000_000;

/** What an event counts against the limit: its texts in UTF-8, and its type in UTF-16. */
export function appendBytesOf({ type, header, data }: Pick<NewEvent, 'type' | 'header' | 'data'>): number {
  return Buffer.byteLength(header) + Buffer.byteLength(data) + type.length * 2;
}

/** Throws `RangeError` for what EventStoreDB could not take, or would take for something of its own. */
export function checkForEventStoreDb({ stream, events }: StreamAppend): void {
  if (isSystemName(stream) || events.some(({ type }) => isSystemName(type))) {
    throw new RangeError('Names that begin with $ are kept by EventStoreDB for itself.');
  }
  const bytes = events.reduce((sum, event) => sum + appendBytesOf(event), 0);
  if (bytes > MAX_APPEND_BYTES) {
    throw new RangeError(`An append to one stream takes at most ${MAX_APPEND_BYTES} bytes, not ${bytes}.`);
  }
}

import { type CloudEvent, eventHash, type EventHeader } from '@tillwatch/events';

/**
 * Hash of a stored event as its terminal sent it, for checking the next one's `prevhash`. `undefined` where we masked
 * something: what was sent is gone, and with it the hash.
 */
export function hashOfStored(header: EventHeader, data: string): string | undefined {
  if (header.redacted || header.subject?.startsWith('unknown-')) return undefined;
  const { tenant, datahash, recordedtime, marks, ...sent } = header;
  void [tenant, datahash, recordedtime, marks];
  return eventHash({ ...sent, data: JSON.parse(data) as Record<string, unknown> } satisfies CloudEvent);
}

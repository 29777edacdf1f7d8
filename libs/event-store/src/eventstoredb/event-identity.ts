import { identityOfHeader, type EventHeader } from '@tillwatch/events';
import type { Recorded } from './recorded.js';

/**
 * The identity of an event in EventStoreDB, as its header tells it; `undefined` for what is not of ours: the server's own
 * records, and anything we could not have written.
 */
export function identityOfRecorded(event: Recorded): string | undefined {
  if (isSystemName(event.stream) || isSystemName(event.type) || !isStorable(event)) return undefined;
  const header = headerOf(event.header);
  if (!header) return undefined;
  const identity: unknown = header.id === undefined ? event.id : identityOfHeader(header);
  return typeof identity === 'string' && identity !== '' ? identity : event.id;
}

/** Names that EventStoreDB keeps for itself. */
export const isSystemName = (name: string): boolean => name.startsWith('$');

/** What `checkAppend` lets through. */
function isStorable({ stream, type, header, data, isText }: Recorded): boolean {
  return isText && data !== '' && !/[\u0000\u001e]/.test(`${stream}${type}${header}${data}`);
}

function headerOf(text: string): EventHeader | undefined {
  try {
    const header: unknown = JSON.parse(text);
    return header !== null && typeof header === 'object' && !Array.isArray(header)
      ? (header as EventHeader)
      : undefined;
  } catch {
    return undefined;
  }
}

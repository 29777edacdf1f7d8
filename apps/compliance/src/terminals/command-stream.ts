import { issuedCommand, type IssuedCommand } from '@tillwatch/domain';
import { decodeEvent, isEvent } from '@tillwatch/events';
import type { EventStore, StoredEvent } from '@tillwatch/event-store';

/** Commands in one answer; a terminal with more waiting asks again. */
export const maxCommands = 100;

export function commandStream(terminalId: string): string {
  return `commands-${terminalId}`;
}

/** The terminal's commands with a number above `after`, in order, at most 100. */
export async function commandsAfter(
  store: Pick<EventStore, 'readStream'>,
  terminalId: string,
  after: number,
): Promise<IssuedCommand[]> {
  const page = await store.readStream(commandStream(terminalId), { from: after, limit: maxCommands });
  return page.flatMap((stored) => commandOf(stored) ?? []);
}

/** A stored event as the command it issues; `undefined` for any other. */
export function commandOf(stored: StoredEvent): IssuedCommand | undefined {
  const event = decodeEvent(stored);
  if (!isEvent(event, 'TerminalCommandIssued')) return undefined;
  return issuedCommand(event.revision, event.data, event.header.recordedtime);
}

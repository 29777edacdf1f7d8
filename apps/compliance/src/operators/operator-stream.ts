import { evolveRegistry, type RegistryChange, type RegistryEntry, unregistered } from '@tillwatch/domain';
import type { LogEvent } from '@tillwatch/events';
import { type EventStore, NO_STREAM } from '@tillwatch/event-store';
import { eventsOf } from '@tillwatch/read-models';

export function operatorStream(id: string): string {
  return `operator-${id}`;
}

/** Without what terminals saw: nobody's decision depends on it. */
export async function entryFromLog(
  store: Pick<EventStore, 'readStream'>,
  id: string,
  onEvent?: (event: LogEvent) => void,
): Promise<{ entry: RegistryEntry; revision: number }> {
  const entry = unregistered(id);
  let last = NO_STREAM;
  for await (const event of eventsOf(store, operatorStream(id))) {
    const { name, data, header, revision } = event;
    onEvent?.(event);
    evolveRegistry(entry, { name, data, at: Date.parse(header.recordedtime) } as unknown as RegistryChange);
    last = revision;
  }
  return { entry, revision: last };
}

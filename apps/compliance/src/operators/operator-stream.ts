import { evolveRegistry, type RegistryChange, type RegistryEntry, unregistered } from '@tillwatch/domain';
import { type EventStore, NO_STREAM } from '@tillwatch/event-store';
import { eventsOf } from '@tillwatch/read-models';

export function operatorStream(id: string): string {
  return `operator-${id}`;
}

/** Without what terminals saw: nobody's decision depends on it. */
export async function entryFromLog(
  store: Pick<EventStore, 'readStream'>,
  id: string,
): Promise<{ entry: RegistryEntry; revision: number }> {
  const entry = unregistered(id);
  let last = NO_STREAM;
  for await (const { name, data, header, revision } of eventsOf(store, operatorStream(id))) {
    evolveRegistry(entry, { name, data, at: Date.parse(header.recordedtime) } as unknown as RegistryChange);
    last = revision;
  }
  return { entry, revision: last };
}

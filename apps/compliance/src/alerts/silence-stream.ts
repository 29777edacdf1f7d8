import { evolveSilence, type Silence, type SilenceEvent } from '@tillwatch/domain';
import { type EventStore, NO_STREAM } from '@tillwatch/event-store';
import { eventsOf } from '@tillwatch/read-models';

export function silenceStream(id: string): string {
  return `silence-${id}`;
}

/** `undefined` when there never was one. */
export async function silenceFromLog(
  store: Pick<EventStore, 'readStream'>,
  id: string,
): Promise<{ silence: Silence; revision: number } | undefined> {
  let silence: Silence | undefined;
  let last = NO_STREAM;
  for await (const { name, data, header, revision } of eventsOf(store, silenceStream(id))) {
    silence = evolveSilence(silence, id, { name, data, at: header.recordedtime } as unknown as SilenceEvent);
    last = revision;
  }
  return silence && { silence, revision: last };
}

import type { StreamAppend } from '../event-store.js';

/**
 * Identities of events on their way into EventStoreDB. By place and id: an id alone may be given to several events, and a
 * place alone may be taken by somebody else.
 */
export class AppendedIdentities {
  private readonly byPlace = new Map<string, string>();

  add({ stream, expectedRevision, events }: StreamAppend): void {
    for (const [i, { id, identity }] of events.entries()) {
      this.byPlace.set(keyOf({ stream, revision: expectedRevision + 1 + i, id }), identity);
    }
  }

  remove({ stream, expectedRevision, events }: StreamAppend): void {
    for (const [i, { id }] of events.entries()) {
      this.byPlace.delete(keyOf({ stream, revision: expectedRevision + 1 + i, id }));
    }
  }

  get(event: { stream: string; revision: number; id: string }): string | undefined {
    return this.byPlace.get(keyOf(event));
  }
}

const keyOf = ({ stream, revision, id }: { stream: string; revision: number; id: string }): string =>
  `${revision} ${id.toLowerCase()} ${stream}`;

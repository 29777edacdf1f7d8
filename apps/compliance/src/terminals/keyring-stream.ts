import { emptyKeyring, evolveKeyring, type Keyring } from '@tillwatch/domain';
import { decodeEvent } from '@tillwatch/events';
import { type EventStore, NO_STREAM } from '@tillwatch/event-store';

/** A keyring and the revision of its stream that it was folded up to. */
export interface KeyringAt {
  keyring: Keyring;
  revision: number;
}

const pageSize = 1_000;

export function keyringStream(terminalId: string): string {
  return `keyring-${terminalId}`;
}

/** Reads a terminal's keyring to the end of its stream, on from `known`, which is changed in place. */
export async function readKeyring(
  store: Pick<EventStore, 'readStream'>,
  terminalId: string,
  known: KeyringAt = { keyring: emptyKeyring(), revision: NO_STREAM },
): Promise<KeyringAt> {
  for (;;) {
    const page = await store.readStream(keyringStream(terminalId), { from: known.revision + 1, limit: pageSize });
    for (const stored of page) {
      const { name, data, header } = decodeEvent(stored);
      evolveKeyring(known.keyring, name, data, header.recordedtime);
      known.revision = stored.revision;
    }
    if (page.length < pageSize) return known;
  }
}

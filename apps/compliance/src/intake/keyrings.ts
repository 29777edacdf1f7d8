import type { Keyring } from '@tillwatch/domain';
import type { EventStore } from '@tillwatch/event-store';
import { type KeyringAt, readKeyring } from '../terminals/keyring-stream.js';

const readsAtOnce = 16;

/**
 * Keyrings of the terminals that seal. What was folded is kept, but never trusted to be the end: each load reads on from
 * there, so that a revocation counts for every seal that comes to us after it, whichever instance wrote it.
 */
export class Keyrings {
  private readonly held = new Map<string, KeyringAt>();

  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly maxTerminals = 10_000,
  ) {}

  /** Call `load` first. */
  get(terminalId: string): Keyring {
    const known = this.held.get(terminalId);
    if (!known) throw new Error(`keyring of ${terminalId} is not loaded`);
    return known.keyring;
  }

  async load(terminalIds: ReadonlySet<string>): Promise<void> {
    const ids = [...terminalIds];
    for (let i = 0; i < ids.length; i += readsAtOnce) {
      await Promise.all(ids.slice(i, i + readsAtOnce).map((id) => this.readOn(id)));
    }
    for (const id of this.held.keys()) {
      if (this.held.size <= this.maxTerminals) return;
      if (!terminalIds.has(id)) this.held.delete(id);
    }
  }

  private async readOn(id: string): Promise<void> {
    const known = this.held.get(id);
    this.held.delete(id); // to the young end of the map: the oldest go first when there are too many
    this.held.set(id, await readKeyring(this.store, id, known));
  }
}

import { constants, open } from 'node:fs/promises';
import { checkedText, readChecked } from '../outbox/checked-file.js';
import { ownerOnly } from '../outbox/durable-files.js';

const fileName = 'losses';
/** The file has this size from the start: counting needs no room on a full disk. */
const fileBytes = 512;

export interface Loss {
  /** Of the event that will tell of it: found in the journal, the loss has been told. */
  id: string;
  lost: number;
  /** Claimed times of the first and the last event lost. */
  since: string;
  until: string;
}

/** Events that were not recorded because there was no room, until an event has told how many. Survives a crash. */
export class Losses {
  private constructor(
    private readonly path: string | undefined,
    private loss: Loss | undefined,
  ) {}

  /** `told`: id of the latest `EventsLost` in the journal. Without `sync` the count is in memory only. */
  static async open(folder: string, told: string | undefined, sync: boolean): Promise<Losses> {
    if (!sync) return new Losses(undefined, undefined);
    const kept = await readChecked<Loss | null>(folder, fileName);
    const losses = new Losses(`${folder}/${fileName}`, kept && kept.id !== told ? kept : undefined);
    if (kept !== null) await losses.save();
    return losses;
  }

  get pending(): Loss | undefined {
    return this.loss;
  }

  /** `id`: for a report of its own, if none is waiting yet. */
  async add(id: string, times: readonly string[]): Promise<void> {
    const { lost, since } = this.loss ?? { lost: 0, since: times[0]! };
    this.loss = { id: this.loss?.id ?? id, lost: lost + times.length, since, until: times.at(-1)! };
    await this.save();
  }

  async clear(): Promise<void> {
    this.loss = undefined;
    await this.save();
  }

  /** In place. A disk that does not even take that leaves the count to memory. */
  private async save(): Promise<void> {
    if (!this.path) return;
    const bytes = Buffer.alloc(fileBytes, ' ');
    bytes.write(checkedText(this.loss ?? null));
    try {
      const handle = await open(this.path, constants.O_RDWR | constants.O_CREAT, ownerOnly);
      await handle.write(bytes, 0, fileBytes, 0);
      await handle.datasync().finally(() => handle.close());
    } catch {
      // The count stands in memory and is told with the next report.
    }
  }
}

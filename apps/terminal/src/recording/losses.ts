import { open, type FileHandle } from 'node:fs/promises';
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
    private readonly handle: FileHandle | undefined,
    private loss: Loss | undefined,
  ) {}

  /** `told`: id of the latest `EventsLost` in the journal. */
  static async open(folder: string, told: string | undefined): Promise<Losses> {
    const kept = await readChecked<Loss | null>(folder, fileName);
    const handle = await open(`${folder}/${fileName}`, kept === undefined ? 'w+' : 'r+', ownerOnly).catch(
      () => undefined,
    );
    const losses = new Losses(handle, kept && kept.id !== told ? kept : undefined);
    await losses.save();
    return losses;
  }

  get pending(): Loss | undefined {
    return this.loss;
  }

  async add(id: string, times: readonly string[]): Promise<void> {
    const { lost, since } = this.loss ?? { lost: 0, since: times[0]! };
    this.loss = { id: this.loss?.id ?? id, lost: lost + times.length, since, until: times.at(-1)! };
    await this.save();
  }

  async clear(): Promise<void> {
    this.loss = undefined;
    await this.save();
  }

  async close(): Promise<void> {
    await this.handle?.close();
  }

  /** In place. A disk that does not even take that leaves the count to memory. */
  private async save(): Promise<void> {
    const bytes = Buffer.alloc(fileBytes, ' ');
    bytes.write(checkedText(this.loss ?? null));
    try {
      await this.handle?.write(bytes, 0, fileBytes, 0);
      await this.handle?.datasync();
    } catch {
      // The count stands in memory and is told with the next report.
    }
  }
}

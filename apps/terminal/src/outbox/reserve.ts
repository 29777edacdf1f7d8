import { open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { absent, ownerOnly, syncFolder } from './durable-files.js';

const fileName = 'reserve';
const pieceBytes = 64 * 1024;

/**
 * Space on disk that nothing else can take, given back when the disk is full: then the agent can still write that it lost
 * events, or that it obeyed a command. Made in the background; where there is no room for it, there is none until there is.
 */
export class Reserve {
  private making: Promise<void> | undefined;
  private made = false;

  constructor(
    private readonly folder: string,
    private readonly bytes: number,
  ) {}

  ensure(): void {
    if (this.made || this.bytes === 0) return;
    this.making ??= this.make().finally(() => (this.making = undefined));
  }

  /** True when there was something to give back. */
  async release(): Promise<boolean> {
    await this.making;
    if (!this.made) return false;
    this.made = false;
    await rm(this.path, { force: true });
    return true;
  }

  async settled(): Promise<void> {
    await this.making;
  }

  private get path(): string {
    return `${this.folder}/${fileName}`;
  }

  private async make(): Promise<void> {
    try {
      const handle = await open(this.path, 'a', ownerOnly);
      try {
        let { size } = await handle.stat();
        while (size < this.bytes) {
          const { bytesWritten } = await handle.write(Buffer.alloc(Math.min(pieceBytes, this.bytes - size)));
          size += bytesWritten;
        }
        await handle.datasync();
      } finally {
        await handle.close();
      }
      await syncFolder(this.folder);
      this.made = true;
    } catch {
      await absent(rm(this.path, { force: true }));
    }
  }
}

/** What the folder has and could still get on its disk, in bytes: a journal is planned within that. */
export async function roomFor(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  const sizes = await Promise.all(
    (await readdir(folder)).map(async (name) => (await absent(stat(`${folder}/${name}`)))?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, bavail * bsize);
}

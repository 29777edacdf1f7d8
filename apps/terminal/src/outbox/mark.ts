import { writeChecked } from './checked-file.js';
import type { Place } from './scan.js';

export const markFile = 'acknowledged';

/** How far the journal was delivered. Losing this only means that events are sent again. */
export interface Marked {
  /** Events before this position of the journal are with the platform. */
  position: number;
  place?: Place;
  /** Answers that were no acknowledgement, counted. */
  rejected: number;
  conflicts: number;
}

export class Mark {
  /** There was none: as far as this folder tells, no journal was ever here. */
  readonly isNew: boolean;
  private marked: Marked;
  private saving: Promise<void> | undefined;
  private dirty = false;

  /** `marked`: what the folder had; left out when it had nothing. */
  constructor(
    private readonly folder: string,
    private readonly sync: boolean,
    marked: Marked | undefined,
  ) {
    this.isNew = marked === undefined;
    this.marked = marked ?? { position: 0, rejected: 0, conflicts: 0 };
  }

  get position(): number {
    return this.marked.position;
  }

  get place(): Place | undefined {
    return this.marked.place;
  }

  get refused(): { rejected: number; conflicts: number } {
    const { rejected, conflicts } = this.marked;
    return { rejected, conflicts };
  }

  move(position: number, place: Place | undefined): void {
    const { rejected, conflicts } = this.marked;
    this.marked = { position, ...(place && { place }), rejected, conflicts };
    this.save();
  }

  refuse(rejected: number, conflicts: number): void {
    this.marked.rejected += rejected;
    this.marked.conflicts += conflicts;
    this.save();
  }

  /**
   * Nobody waits for it: while one is being written, what comes is written together with what comes after it. A journal that
   * will be thrown away has it written at the end only.
   */
  save(): void {
    this.dirty = true;
    if (this.sync) this.saving ??= this.write().finally(() => (this.saving = undefined));
  }

  /** Resolves when the latest is on disk, or could not be written. */
  async saved(): Promise<void> {
    if (this.dirty) this.saving ??= this.write().finally(() => (this.saving = undefined));
    while (this.saving) await this.saving;
  }

  private async write(): Promise<void> {
    while (this.dirty) {
      this.dirty = false;
      // It is tried again with the next.
      await writeChecked(this.folder, markFile, this.marked, this.sync).catch(() => {});
    }
  }
}

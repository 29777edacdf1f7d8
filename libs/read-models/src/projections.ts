import type { LogEvent } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { ClockCorrection } from './clock-correction.js';
import type { Change, ProjectedBatch, Projection, ReadModel } from './read-model.js';

export interface Taken {
  batch: ProjectedBatch;
  changes: Change[];
  written: Promise<unknown>;
}

/** The read models of the live schema, opened together: they see the same corrected events. */
export class Projections {
  private readonly clock: ClockCorrection;
  readonly opened: readonly { name: string; projection: Projection }[];

  constructor(readModels: readonly ReadModel[], schema: string) {
    this.clock = new ClockCorrection(schema, false);
    this.opened = readModels.map((model) => ({ name: model.name, projection: model.open(schema, false) }));
  }

  /**
   * Corrects and folds a batch and sends its rows on their way; `written` settles when the server has them. It works on
   * one read model's rows while the next one folds. Any failure leaves the memory of these projections unusable.
   */
  async take(tx: Queryable, events: readonly LogEvent[]): Promise<Taken> {
    const batch = await this.correct(tx, events);
    const changes: Change[] = [];
    const writes: Promise<void>[] = [];
    for (const { projection } of this.opened) {
      changes.push(...(await projection.fold(tx, batch)));
      const write = projection.write(tx);
      write.catch(() => {}); // heard below; until then a throw of a later fold must not make it an unhandled one
      writes.push(write);
    }
    return { batch, changes, written: Promise.all(writes) };
  }

  correct(tx: Queryable, events: readonly LogEvent[]): Promise<ProjectedBatch> {
    return this.clock.correct(tx, events);
  }
}

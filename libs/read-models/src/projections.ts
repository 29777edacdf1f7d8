import type { LogEvent } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { ClockCorrection } from './clock-correction.js';
import type { Change, ProjectedBatch, Projection, ReadModel } from './read-model.js';

/** The read models of the live schema, opened together: they see the same corrected events. */
export class Projections {
  private readonly clock: ClockCorrection;
  readonly opened: readonly { name: string; projection: Projection }[];

  constructor(readModels: readonly ReadModel[], schema: string) {
    this.clock = new ClockCorrection(schema, false);
    this.opened = readModels.map((model) => ({ name: model.name, projection: model.open(schema, false) }));
  }

  /** Corrects and writes a batch; any failure leaves the memory of these projections unusable. */
  async take(tx: Queryable, events: readonly LogEvent[]): Promise<{ batch: ProjectedBatch; changes: Change[] }> {
    const batch = await this.correct(tx, events);
    const changes: Change[] = [];
    for (const { projection } of this.opened) changes.push(...(await projection.fold(tx, batch)));
    // The server works on one read model's rows while we put the next one's into text.
    await Promise.all(this.opened.map(({ projection }) => projection.write(tx)));
    return { batch, changes };
  }

  correct(tx: Queryable, events: readonly LogEvent[]): Promise<ProjectedBatch> {
    return this.clock.correct(tx, events);
  }
}

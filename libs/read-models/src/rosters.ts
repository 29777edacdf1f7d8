import type { ShiftView } from '@tillwatch/api';
import { evolveRoster, type RosterEvent, type Shift } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { DocumentTable } from './document-table.js';
import type { Change, ProjectedBatch, Projection, ReadModel } from './read-model.js';

/** Shifts and leave of every operator, cancelled ones too. */
export const rosters: ReadModel = {
  name: 'rosters',
  version: 1,
  tables: [{ name: 'shifts', key: ['id'] }],
  schema: `
    CREATE TABLE shifts (
      id text COLLATE "C" PRIMARY KEY,
      operator_id text COLLATE "C" NOT NULL,
      from_at bigint NOT NULL,
      to_at bigint NOT NULL,
      kind text COLLATE "C" NOT NULL,
      cancelled boolean NOT NULL,
      document json NOT NULL
    );
    CREATE INDEX shifts_by_operator ON shifts (operator_id, from_at, id);
    CREATE INDEX shifts_by_end ON shifts (to_at) WHERE NOT cancelled;`,
  open: (schema, empty) => new RosterProjection(schema, empty),
};

class RosterProjection implements Projection {
  private readonly shifts: DocumentTable<Shift>;

  constructor(schema: string, empty: boolean) {
    this.shifts = new DocumentTable({
      schema,
      empty,
      table: 'shifts',
      columns: [
        { name: 'operator_id', type: 'text', of: (shift) => shift.operatorId },
        { name: 'from_at', type: 'bigint', of: (shift) => Date.parse(shift.from) },
        { name: 'to_at', type: 'bigint', of: (shift) => Date.parse(shift.to) },
        { name: 'kind', type: 'text', of: (shift) => shift.kind },
        { name: 'cancelled', type: 'boolean', of: (shift) => shift.cancelled },
      ],
    });
  }

  get pending(): number {
    return this.shifts.pending;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const ours = events.filter(({ name }) => name === 'ShiftPlanned' || name === 'ShiftCancelled');
    if (ours.length === 0) return [];
    const told = ours.map(({ name, data }) => ({ name, data }) as unknown as RosterEvent);
    await this.shifts.load(
      tx,
      told.map(({ data }) => data.shiftId),
    );
    for (const event of told) {
      const { shiftId } = event.data;
      const held = this.shifts.get(shiftId);
      const roster = new Map(held ? [[shiftId, held]] : []);
      evolveRoster(roster, event);
      const shift = roster.get(shiftId);
      if (shift) this.shifts.put(shift);
    }
    return [];
  }

  write(tx: Queryable): Promise<void> {
    return this.shifts.write(tx);
  }
}

/** Of one operator, the one that starts last first. */
export async function listShifts(db: Queryable, operatorId: string, limit: number): Promise<ShiftView[]> {
  const text = 'SELECT document FROM read_models.shifts WHERE operator_id = $1 ORDER BY from_at DESC, id DESC LIMIT $2';
  return (await db.query<{ document: Shift }>(text, [operatorId, limit])).map(({ document }) => document);
}

import type { Queryable } from '@tillwatch/postgres';

/**
 * An event that a read model could not take in after several tries. The read model goes on without it, so what it says
 * of the event's terminal and operator is stale until a rebuild takes the event in.
 */
export interface ParkedEvent {
  position: number;
  /** Name of the read model, or `detection`. */
  readModel: string;
  terminalId?: string;
  operatorId?: string;
  error: string;
}

export const parkedSchema = `
  CREATE TABLE IF NOT EXISTS read_models.parked_events (
    position bigint NOT NULL,
    read_model text COLLATE "C" NOT NULL,
    terminal_id text COLLATE "C",
    operator_id text COLLATE "C",
    error text NOT NULL,
    PRIMARY KEY (position, read_model)
  );`;

const maxErrorLength = 1_000;
const maxListed = 1_000;

export async function park(tx: Queryable, event: ParkedEvent): Promise<void> {
  await tx.query(
    `INSERT INTO read_models.parked_events (position, read_model, terminal_id, operator_id, error)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (position, read_model) DO UPDATE SET error = excluded.error`,
    [event.position, event.readModel, event.terminalId, event.operatorId, event.error.slice(0, maxErrorLength)],
  );
}

/** The oldest 1,000, of one read model or of all. */
export async function parkedEvents(db: Queryable, readModel?: string): Promise<ParkedEvent[]> {
  return db.query<ParkedEvent>(
    `SELECT position, read_model AS "readModel", terminal_id AS "terminalId", operator_id AS "operatorId", error
     FROM read_models.parked_events WHERE $1::text IS NULL OR read_model = $1
     ORDER BY position, read_model LIMIT ${maxListed}`,
    [readModel ?? null],
  );
}

export async function unpark(tx: Queryable, readModel: string): Promise<void> {
  await tx.query('DELETE FROM read_models.parked_events WHERE read_model = $1', [readModel]);
}

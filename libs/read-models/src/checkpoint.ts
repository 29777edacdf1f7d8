import type { Queryable } from '@tillwatch/postgres';

/** How far the projector has come, and which set of tables its caches are of. */
export interface Checkpoint {
  position: number;
  /** Counts the times a rebuilt read model took the place of the live one. */
  generation: number;
}

export const checkpointSchema = `
  CREATE TABLE IF NOT EXISTS read_models.checkpoint (
    position bigint NOT NULL,
    generation bigint NOT NULL
  ) WITH (fillfactor = 10);
  CREATE UNIQUE INDEX IF NOT EXISTS checkpoint_is_one_row ON read_models.checkpoint ((true));
  INSERT INTO read_models.checkpoint VALUES (0, 0) ON CONFLICT DO NOTHING;`;

/** Somebody else has moved the checkpoint: what was folded in memory is not what the rows say. */
export class CheckpointMovedError extends Error {
  override readonly name = 'CheckpointMovedError';

  constructor(expected: Checkpoint) {
    super(`The checkpoint is no longer at ${expected.position} of generation ${expected.generation}.`);
  }
}

/** With `lock` nobody else moves it before this transaction ends. */
export async function readCheckpoint(tx: Queryable, lock: boolean): Promise<Checkpoint> {
  const text = `SELECT position, generation FROM read_models.checkpoint ${lock ? 'FOR UPDATE' : ''}`;
  const [checkpoint] = await tx.query<Checkpoint>(text, [], `checkpoint ${lock}`);
  if (!checkpoint) throw new Error('read_models.checkpoint is empty: the read models are not installed.');
  return checkpoint;
}

/** The fence: only who knows where the checkpoint stands may move it. Throws `CheckpointMovedError`. */
export async function moveCheckpoint(tx: Queryable, from: Checkpoint, position: number): Promise<Checkpoint> {
  const moved = await tx.query(
    'UPDATE read_models.checkpoint SET position = $1 WHERE position = $2 AND generation = $3 RETURNING position',
    [position, from.position, from.generation],
    'move checkpoint',
  );
  if (moved.length !== 1) throw new CheckpointMovedError(from);
  return { ...from, position };
}

import type { Queryable } from '@tillwatch/postgres';
import { overview } from '@tillwatch/read-models';

export async function readPositions(db: Queryable): Promise<{ log: number; readModels: number }> {
  return (await overview(db, 0)).position;
}

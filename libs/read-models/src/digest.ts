import { createHash } from 'node:crypto';
import type { Queryable } from '@tillwatch/postgres';
import type { ReadModel } from './read-model.js';

const rowsPerFetch = 5_000;

/**
 * SHA-256 (hex) over every row of a read model as text, in the order of its keys. Call it inside a transaction: the rows
 * stream through a cursor. Equal digests mean equal rows, byte for byte.
 */
export async function digestOf(tx: Queryable, readModel: ReadModel, schema = 'read_models'): Promise<string> {
  const digest = createHash('sha256');
  for (const { name, key } of readModel.tables) {
    digest.update(`${name}\n`);
    const rows = `SELECT row::text AS line FROM ${schema}.${name} AS row ORDER BY ${key.join(', ')}`;
    await tx.query(`DECLARE digest_cursor NO SCROLL CURSOR FOR ${rows}`);
    for (;;) {
      const page = await tx.query<{ line: string }>(`FETCH ${rowsPerFetch} FROM digest_cursor`);
      for (const { line } of page) digest.update(`${line}\n`);
      if (page.length < rowsPerFetch) break;
    }
    await tx.query('CLOSE digest_cursor');
  }
  return digest.digest('hex');
}

import type { PoolClient } from 'pg';
import type { Queryable } from './database.js';
import { DatabaseError } from './errors.js';
import { runStatement } from './session.js';

const IN_FAILED_TRANSACTION = '25P02';

/**
 * BEGIN, `work`, COMMIT. A throw rolls back; only a lost connection during COMMIT has the outcome `unknown`.
 * BEGIN and the first statement travel together: on a busy event loop waiting for its answer costs a turn.
 */
export async function runTransaction<T>(
  client: PoolClient,
  work: (tx: Queryable) => Promise<T>,
  begin = 'BEGIN',
): Promise<T> {
  let open = true;
  const begun = runStatement(client, false, begin);
  begun.catch(() => {}); // told by every statement, and before COMMIT
  const tx: Queryable = {
    query: async <Row>(text: string, values?: readonly unknown[], name?: string) => {
      if (!open) throw new Error('This transaction has ended; a query in it was not awaited.');
      const running = runStatement<Row & object>(client, false, text, values, name);
      const [, result] = await Promise.all([begun, running]);
      return result.rows;
    },
  };
  let result: T;
  try {
    result = await work(tx);
    await begun;
  } catch (error) {
    open = false;
    await rollBack(client);
    throw error;
  }
  open = false;
  await commit(client);
  return result;
}

/** One statement in a transaction of its own, all of it in one round trip. */
export async function runAlone<Row>(
  client: PoolClient,
  begin: string,
  text: string,
  values?: readonly unknown[],
  name?: string,
): Promise<Row[]> {
  const begun = runStatement(client, false, begin);
  const running = runStatement<Row & object>(client, false, text, values, name);
  const sent = await Promise.allSettled([begun, running, runStatement(client, true, 'COMMIT')]);
  const failed = sent.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return (await running).rows;
}

/** Never throws: a connection on which even this fails is not used again, and the server rolls back when it ends. */
export async function rollBack(client: PoolClient): Promise<void> {
  await runStatement(client, false, 'ROLLBACK').catch(() => {});
}

/** The server answers COMMIT of a failed transaction with a ROLLBACK and no error, when `work` swallowed the error. */
async function commit(client: PoolClient): Promise<void> {
  const { command } = await runStatement(client, true, 'COMMIT');
  if (command !== 'COMMIT') {
    throw new DatabaseError('A statement of the transaction had failed.', IN_FAILED_TRANSACTION, 'deterministic');
  }
}

import type { PoolClient, QueryResult } from 'pg';
import { runStatement } from './session.js';
import { rollBack } from './transaction.js';

/** A reader may take this long over one page (an export to a slow client) before it loses its snapshot. */
const READER_IDLE_MS = 60_000;

/**
 * Reads one snapshot through a cursor. The next page is fetched while the caller works on this one, so at most
 * two pages are in memory. Leaves no transaction behind, also when the caller stops early. `first` is run before.
 */
export async function* readPages<Row>(
  client: PoolClient,
  text: string,
  values: readonly unknown[],
  pageSize: number,
  first = '',
): AsyncGenerator<Row[], void> {
  if (!Number.isInteger(pageSize) || pageSize < 1) throw new RangeError('pageSize must be a positive integer.');
  let next: Promise<QueryResult> | undefined;
  try {
    await runStatement(client, false, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await runStatement(client, false, `SET LOCAL idle_in_transaction_session_timeout = ${READER_IDLE_MS}; ${first}`);
    await runStatement(client, false, `DECLARE page_cursor NO SCROLL CURSOR FOR ${text}`, values);
    for (;;) {
      const { rows } = await (next ?? fetchPage(client, pageSize));
      next = rows.length === pageSize ? fetchPage(client, pageSize) : undefined;
      if (rows.length > 0) yield rows as Row[];
      if (!next) return;
    }
  } finally {
    await next?.catch(() => {});
    await rollBack(client);
  }
}

function fetchPage(client: PoolClient, pageSize: number): Promise<QueryResult> {
  const page = runStatement(client, false, `FETCH FORWARD ${pageSize} FROM page_cursor`);
  page.catch(() => {}); // Reported when the caller asks for this page, or never if it does not.
  return page;
}

import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '@tillwatch/testing';
import { connect } from './connect.js';
import type { Database } from './database.js';
import type { DatabaseError } from './errors.js';

let test: TestDatabase;
let db: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  db = connect({ url: test.url });
  await db.query('CREATE TABLE note (id bigint PRIMARY KEY, text text)');
});

afterAll(async () => {
  await db.close();
  await test.drop();
});

const failureOf = (promise: Promise<unknown>): Promise<DatabaseError> =>
  promise.then(
    () => Promise.reject(new Error('It should have failed.')),
    (error: DatabaseError) => error,
  );

/** Ends the backend that runs the statement containing `marker`, as a crash or an administrator would. */
async function killBackendOf(marker: string): Promise<void> {
  for (;;) {
    const killed = await db.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE $1 AND pid <> pg_backend_pid()
       AND datname = current_database()`,
      [`%${marker}%`],
    );
    if (killed.length > 0) return;
  }
}

describe('values', () => {
  it('reads bigint as an exact number and refuses to round', async () => {
    expect(await db.query('SELECT 9007199254740991::bigint AS n')).toEqual([{ n: Number.MAX_SAFE_INTEGER }]);
    await expect(db.query('SELECT 9007199254740992::bigint AS n')).rejects.toThrow('too large');
  });

  it('keeps a named statement prepared on its connection', async () => {
    const one = connect({ url: test.url, maxConnections: 1 });
    await one.query('SELECT $1::int AS n', [1], 'one-number');
    expect(await one.query('SELECT $1::int AS n', [2], 'one-number')).toEqual([{ n: 2 }]);
    expect(await one.query('SELECT name FROM pg_prepared_statements')).toEqual([{ name: 'one-number' }]);
    await one.close();
  });

  it('looks names up in the given schemas and shows the application name', async () => {
    const other = connect({ url: test.url, searchPath: ['pg_catalog', 'nowhere'], applicationName: 'spec' });
    expect(
      await other.query(`SELECT current_setting('search_path') AS path, current_setting('application_name') AS app`),
    ).toEqual([{ path: 'pg_catalog,nowhere', app: 'spec' }]);
    await other.close();
  });
});

describe('transaction', () => {
  it('keeps everything or nothing', async () => {
    await db.transaction((tx) => tx.query('INSERT INTO note VALUES (1, $1)', ['kept']));
    const failed = db.transaction(async (tx) => {
      await tx.query('INSERT INTO note VALUES (2, $1)', ['gone']);
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await db.query('SELECT id FROM note')).toEqual([{ id: 1 }]);
  });

  it('does not report success when the work swallowed a failed statement', async () => {
    const swallowed = db.transaction(async (tx) => {
      await tx.query('INSERT INTO note VALUES (3, $1)', ['gone']);
      await tx.query('SELECT 1/0').catch(() => {});
    });
    expect(await failureOf(swallowed)).toMatchObject({ code: '25P02', outcome: 'deterministic' });
    expect(await db.query('SELECT id FROM note WHERE id = 3')).toEqual([]);
  });

  it('refuses a statement that comes after its end', async () => {
    const late = await db.transaction(async (tx) => ({ tx }));
    await expect(late.tx.query('SELECT 1')).rejects.toThrow('has ended');
  });
});

describe('pages', () => {
  const pageLengths = async (limit: number, pageSize: number): Promise<number[]> => {
    const lengths: number[] = [];
    const text = 'SELECT n FROM generate_series(1, $1::int) AS n';
    for await (const page of db.pages<{ n: number }>(text, [limit], pageSize)) lengths.push(page.length);
    return lengths;
  };

  it('gives every row once, in pages of the asked size', async () => {
    expect(await pageLengths(0, 10)).toEqual([]);
    expect(await pageLengths(10, 10)).toEqual([10]);
    expect(await pageLengths(25, 10)).toEqual([10, 10, 5]);
  });

  it('reads one snapshot, whatever is written meanwhile', async () => {
    await db.query('CREATE TABLE growing AS SELECT generate_series(1, 4) AS n');
    let rows = 0;
    for await (const page of db.pages('SELECT n FROM growing', [], 2)) {
      rows += page.length;
      await db.query('INSERT INTO growing VALUES (9), (9), (9)');
    }
    expect(rows).toBe(4);
  });

  it('leaves no transaction open when the reader stops early or the text is wrong', async () => {
    const one = connect({ url: test.url, maxConnections: 1 });
    for await (const page of one.pages('SELECT n FROM generate_series(1, 100) AS n', [], 10)) {
      expect(page).toHaveLength(10);
      break;
    }
    const wrong = one.pages('SELECT nothing FROM nowhere', [], 10)[Symbol.asyncIterator]();
    expect(await failureOf(wrong.next())).toMatchObject({ code: '42P01', outcome: 'deterministic' });
    expect(
      await one.query('SELECT pg_current_xact_id_if_assigned() AS xid, now() = statement_timestamp() AS alone'),
    ).toEqual([{ xid: null, alone: true }]);
    await one.close();
  });
});

describe('failures', () => {
  it('tells a unique violation from one that is worth a retry', async () => {
    await db.query('INSERT INTO note VALUES (10, NULL)');
    const error = await failureOf(db.query('INSERT INTO note VALUES (10, NULL)'));
    expect(error).toMatchObject({ code: '23505', constraint: 'note_pkey', outcome: 'deterministic' });
  });

  it('cancels a statement that takes too long, and keeps the connection', async () => {
    const quick = connect({ url: test.url, maxConnections: 1, timeouts: { statementMs: 100 } });
    const [before] = await quick.query('SELECT pg_backend_pid() AS pid');
    expect(await failureOf(quick.query('SELECT pg_sleep(5)'))).toMatchObject({ code: '57014', outcome: 'rolled-back' });
    expect(await quick.query('SELECT pg_backend_pid() AS pid')).toEqual([before]);
    await quick.close();
  });

  it('gives up on a lock', async () => {
    const waiter = connect({ url: test.url, timeouts: { lockMs: 100 } });
    await db.transaction(async (tx) => {
      await tx.query('LOCK TABLE note');
      expect(await failureOf(waiter.query('SELECT * FROM note'))).toMatchObject({
        code: '55P03',
        outcome: 'rolled-back',
      });
    });
    await waiter.close();
  });

  it('loses a transaction that idles', async () => {
    const idler = connect({ url: test.url, timeouts: { idleInTransactionMs: 100 } });
    const idle = idler.transaction(async (tx) => {
      await tx.query('SELECT 1');
      await sleep(400);
      await tx.query('SELECT 2');
    });
    expect((await failureOf(idle)).outcome).toBe('rolled-back');
    await idler.close();
  });

  it('answers in time when the backend hangs, and uses another connection next', async () => {
    const one = connect({ url: test.url, maxConnections: 1, timeouts: { statementMs: 200 } });
    const [{ pid } = { pid: 0 }] = await one.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    process.kill(pid, 'SIGSTOP');
    try {
      expect(await failureOf(one.query('SELECT 1'))).toMatchObject({ code: '08006', outcome: 'unknown' });
      const [after] = await one.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      expect(after?.pid).not.toBe(pid);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await one.close();
  });

  it('says the outcome is unknown only where something may have been committed', async () => {
    const victim = connect({ url: test.url });
    const alone = failureOf(victim.query('SELECT pg_sleep(5), 1 AS victim_one'));
    const inside = failureOf(victim.transaction((tx) => tx.query('SELECT pg_sleep(5), 1 AS victim_two')));
    await Promise.all([killBackendOf('victim_one'), killBackendOf('victim_two')]);
    expect(await alone).toMatchObject({ code: '57P01', outcome: 'unknown' });
    expect(await inside).toMatchObject({ code: '57P01', outcome: 'rolled-back' });
    expect(await victim.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await victim.close();
  });

  it('survives the end of an idle connection', async () => {
    const one = connect({ url: test.url, maxConnections: 1 });
    const [{ pid } = { pid: 0 }] = await one.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await db.query('SELECT pg_terminate_backend($1, 2000)', [pid]);
    await sleep(50);
    expect(await one.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await one.close();
  });

  it('does not wait for ever for a connection', async () => {
    const nobody = connect({ url: 'postgres://a:b@127.0.0.1:1/c' });
    expect(await failureOf(nobody.query('SELECT 1'))).toMatchObject({ code: '08001', outcome: 'rolled-back' });
    const full = connect({ url: test.url, maxConnections: 1, timeouts: { connectMs: 1_000 } });
    await full.transaction(async () => {
      expect(await failureOf(full.query('SELECT 1'))).toMatchObject({ code: '08001', outcome: 'rolled-back' });
    });
    await full.close();
    await nobody.close();
  });

  it('does not retry what a wrong password or name cannot cure', async () => {
    const url = new URL(test.url);
    url.pathname = '/no_such_database';
    const wrong = connect({ url: url.href });
    expect(await failureOf(wrong.query('SELECT 1'))).toMatchObject({ code: '3D000', outcome: 'deterministic' });
    await wrong.close();
  });
});

describe('listen', () => {
  it('hears messages, comes back after its connection is lost, says so, and stops', async () => {
    const heard = new EventEmitter();
    const hears = (text: string) => once(heard, text);
    let gaps = 0;
    const stop = await db.listen(
      'news',
      (text) => heard.emit(text),
      () => heard.emit('gap', ++gaps),
    );
    await Promise.all([hears('before'), db.query(`SELECT pg_notify('news', 'before')`)]);
    await Promise.all([hears('gap'), killBackendOf('LISTEN "news"')]);
    await Promise.all([hears('after'), db.query(`SELECT pg_notify('news', 'after')`)]);
    await stop();
    let late = false;
    heard.once('too late', () => (late = true));
    await db.query(`SELECT pg_notify('news', 'too late')`);
    await sleep(100);
    expect({ gaps, late }).toEqual({ gaps: 1, late: false });
  });
});

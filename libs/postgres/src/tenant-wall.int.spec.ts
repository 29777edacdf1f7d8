import { createTestDatabase, type TestDatabase } from '@tillwatch/testing';
import { connect, connectReader } from './connect.js';
import type { Database } from './database.js';
import { prepareReader, READER_ROLE } from './roles.js';
import { tenantWall } from './tenant-wall.js';

let test: TestDatabase;
let readerUrl: string;
/** Two connections for everybody, so that each serves one tenant after another. */
let reader: Database;
let named = '';
/** One tenant at a time, at each call. */
const as = (tenant: string): Database => {
  named = tenant;
  return reader;
};
const everything = 'SELECT tenant, id FROM things ORDER BY id';

beforeAll(async () => {
  test = await createTestDatabase();
  readerUrl = await prepareReader(test.url);
  await test.database.query(`CREATE TABLE things (id integer PRIMARY KEY); ${tenantWall('things')}`);
  await test.database.query(`GRANT SELECT, INSERT ON things TO ${READER_ROLE}`);
  for (const [at, tenant] of ['a', 'b', 'c'].entries()) {
    const writer = connect({ url: test.url, tenant, maxConnections: 1 });
    await writer.query('INSERT INTO things SELECT $1::int * 100 + n FROM generate_series(1, 50) AS n', [at]);
    await writer.close();
  }
  reader = connectReader({ url: readerUrl, maxConnections: 2 }, () => named);
});
afterAll(async () => {
  await reader.close();
  await test.drop();
});

async function paged(database: Database): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const page of database.pages(everything, [], 20)) rows.push(...page);
  return rows;
}

/** The three ways to ask. */
const ways: [string, (database: Database) => Promise<unknown[]>][] = [
  ['a query', (database) => database.query(everything)],
  ['a prepared statement', (database) => database.query(everything, [], 'everything')],
  ['a transaction', (database) => database.transaction((tx) => tx.query(everything))],
  ['pages', paged],
];

it.each(ways)('gives %s the rows of the tenant that is named, though it asks for all', async (_, ask) => {
  for (const tenant of ['a', 'b', 'a', 'c']) {
    const rows = (await ask(as(tenant))) as { tenant: string }[];
    expect([rows.length, ...new Set(rows.map((row) => row.tenant))]).toEqual([50, tenant]);
  }
});

it.each(ways)('gives %s no row when nobody is named', async (_, ask) => {
  expect(await ask(as('a'))).toHaveLength(50);
  expect(await ask(as(''))).toEqual([]);
  expect(await ask(as('nobody-has-this-name'))).toEqual([]);
});

it('gives no row to who comes in without naming anybody at all', async () => {
  const bare = connect({ url: readerUrl });
  expect(await bare.query(everything)).toEqual([]);
  await bare.close();
});

it('leaves nobody’s name on a connection, whatever becomes of the request', async () => {
  const setting = `SELECT current_setting('tillwatch.tenant', true) AS tenant, pg_backend_pid() AS pid`;
  const bare = connectReader({ url: readerUrl, maxConnections: 1 }, () => named);
  named = 'a';
  const [before] = await bare.query<{ pid: number }>(setting);
  await expect(bare.query('SELECT 1/0')).rejects.toThrow('division by zero');
  await expect(bare.transaction((tx) => tx.query('SELECT nonsense'))).rejects.toThrow('nonsense');
  for await (const page of bare.pages(everything, [], 5)) if (page.length > 0) break;
  named = '';
  expect(await bare.query(setting)).toEqual([{ tenant: '', pid: before!.pid }]);
  expect(await bare.query(everything)).toEqual([]);
  await bare.close();
});

it('names its tenant to one transaction, and to nothing that would come after it on the connection', async () => {
  const left = await as('a').transaction(async (tx) => {
    await tx.query('COMMIT');
    const found = [
      await tx.query(everything),
      await tx.query(`SELECT current_setting('tillwatch.tenant', true) AS tenant`),
    ];
    await tx.query('BEGIN');
    return found;
  });
  expect(left).toEqual([[], [{ tenant: '' }]]);
});

it('keeps many at once on few connections apart', async () => {
  const tenants = ['a', 'b', 'c', ''];
  for (let wave = 0; wave < 20; wave++) {
    const asked = Array.from({ length: 100 }, async (_, i) => {
      const tenant = tenants[(i * 7 + (i >> 3) + wave) % 4]!;
      const [, ask] = ways[i % ways.length]!;
      const rows = (await ask(as(tenant))) as { tenant: string }[]; // the name is read at the call
      return rows.length === (tenant === '' ? 0 : 50) && rows.every((row) => row.tenant === tenant);
    });
    expect((await Promise.all(asked)).filter((kept) => !kept)).toEqual([]);
  }
}, 60_000);

it('reads and does nothing else', async () => {
  await expect(as('a').query('INSERT INTO things VALUES (999)')).rejects.toMatchObject({ code: '25006' });
});

it('takes no row that is of nobody, or of another tenant than the session’s', async () => {
  const nobody = connect({ url: test.url });
  await expect(nobody.query('INSERT INTO things VALUES (998)')).rejects.toThrow('tillwatch.tenant');
  await nobody.close();
  const other = connect({ url: readerUrl, tenant: 'a' });
  await expect(other.query(`INSERT INTO things VALUES (997, 'b')`)).rejects.toThrow('row-level security');
  await other.close();
});

it.each(["a'; DROP TABLE things; --", 'a b', 'x'.repeat(65)])('is asked for no tenant called %j', async (name) => {
  expect(() => connect({ url: test.url, tenant: name })).toThrow(RangeError);
  await expect(async () => as(name).query(everything)).rejects.toThrow(RangeError);
});

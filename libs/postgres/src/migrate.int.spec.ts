import { silentLog } from '@tillwatch/kernel';
import { createTestDatabase, type TestDatabase } from '@tillwatch/testing';
import type { Migration } from './database.js';
import { migrate } from './migrate.js';

let test: TestDatabase;
beforeEach(async () => void (test = await createTestDatabase()));
afterEach(() => test.drop());

const people: Migration = { id: '0001-people', sql: 'CREATE TABLE people (name text); CREATE INDEX ON people (name)' };
const places: Migration = { id: '0002-places', sql: 'CREATE TABLE places (name text)' };
const run = (...migrations: Migration[]) => migrate(test.url, migrations, silentLog);

const tables = async () =>
  (
    await test.database.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
    )
  ).map(({ name }) => name);
const applied = async () =>
  (await test.database.query<{ id: string }>('SELECT id FROM tillwatch.migrations ORDER BY id')).map(({ id }) => id);

it('applies what is missing, once and in order', async () => {
  await run(people);
  await run(people, places);
  await run(people, places);
  expect(await applied()).toEqual(['0001-people', '0002-places']);
  expect(await tables()).toEqual(['people', 'places']);
});

it('leaves whole steps only when it is killed in the middle', async () => {
  const slow: Migration = { id: '0002-slow', sql: 'CREATE TABLE half_done (n int); SELECT pg_sleep(30)' };
  const outcome = run(people, slow).catch((error: Error) => error);
  const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE query LIKE '%half_done%pg_sleep%' AND pid <> pg_backend_pid()`;
  while ((await test.database.query(kill)).length === 0);
  expect(await outcome).toMatchObject({ code: '57P01', outcome: 'rolled-back' });
  expect(await tables()).toEqual(['people']);
  expect(await applied()).toEqual(['0001-people']);
  await run(people, { ...slow, sql: 'CREATE TABLE half_done (n int)' });
  expect(await tables()).toEqual(['half_done', 'people']);
});

it('lets instances that start together take turns', async () => {
  const slow: Migration = { id: '0001-slow', sql: 'SELECT pg_sleep(0.2); CREATE TABLE once (n int)' };
  await Promise.all([run(slow, places), run(slow, places), run(slow, places)]);
  expect(await applied()).toEqual(['0001-slow', '0002-places']);
});

it('refuses a step that was edited after it ran', async () => {
  await run(people);
  await expect(run({ ...people, sql: `${people.sql} ` }, places)).rejects.toMatchObject({ code: 'schema-step-edited' });
  expect(await tables()).toEqual(['people']);
});

it('means the same table whatever the owner is called', async () => {
  await test.database.query(
    'ALTER DATABASE :name SET search_path = tillwatch, public'.replace(':name', new URL(test.url).pathname.slice(1)),
  );
  await run(people);
  expect(await tables()).toEqual(['people']);
});

it('refuses a schema that a newer version made', async () => {
  await run(people, places);
  await expect(run(people)).rejects.toMatchObject({ code: 'schema-unknown' });
});

it('undoes a step that fails and says why', async () => {
  await expect(run(people, { id: '0002', sql: 'CREATE TABLE x (n int); SELECT 1/0' })).rejects.toThrow(
    'division by zero',
  );
  expect(await tables()).toEqual(['people']);
});

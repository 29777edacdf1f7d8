import { randomBytes } from 'node:crypto';
import { connect, type Database } from '@tillwatch/postgres';

export interface TestDatabase {
  /** Of the superuser, so that a test may do anything. */
  url: string;
  database: Database;
  /** Closes `database` and removes it from the server, whoever else is connected. */
  drop(): Promise<void>;
}

/** A fresh, empty database on the server of `TILLWATCH_TEST_SERVER_URL`, which the test run starts. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env['TILLWATCH_TEST_SERVER_URL'];
  if (!serverUrl) throw new Error('TILLWATCH_TEST_SERVER_URL is not set: run the tests with `npm run jest`.');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const database = connect({ url: url.href, applicationName: 'test', tenant: 'default' });
  return {
    url: url.href,
    database,
    async drop() {
      await database.close();
      await onServer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const server = connect({ url, maxConnections: 1, timeouts: { statementMs: 30_000 } });
  try {
    await server.query(statement);
  } finally {
    await server.close();
  }
}

import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchEmbedded } from '../../libs/postgres/dist/index.js';

const log = { debug() {}, info() {}, warn: console.warn, error: console.error };

/** One PostgreSQL for the whole run, as durable as the real one, unless the caller brings a server. */
export default async () => {
  if (process.env.TILLWATCH_TEST_SERVER_URL) return;
  const folder = await mkdtemp(join(tmpdir(), 'tillwatch-test-'));
  await chmod(folder, 0o711); // started by root, PostgreSQL runs as another account and has to get through
  const server = await launchEmbedded({ folder, log });
  process.env.TILLWATCH_TEST_SERVER_URL = server.url;
  globalThis.tillwatchTestServer = { folder, server };
};

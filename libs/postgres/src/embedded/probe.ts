import { realpath } from 'node:fs/promises';
import { connect } from '../connect.js';
import type { Layout } from './folder.js';
import { OWNER } from './initialize.js';
import { readPidFile, type Postmaster } from './pid-file.js';
import { LOOPBACK } from './port.js';

export function ownerUrl(port: number, password: string, database: string): string {
  return `postgres://${OWNER}:${encodeURIComponent(password)}@${LOOPBACK}:${port}/${database}`;
}

/**
 * The postmaster that serves this cluster now, whoever started it: the pid file says where, and it must accept our
 * password and name our folder. Undefined when there is none (yet).
 */
export async function findServer(layout: Layout, password: string): Promise<Postmaster | undefined> {
  const postmaster = await readPidFile(layout.pidFile);
  if (!postmaster || postmaster === 'empty' || !postmaster.ready) return undefined;
  return (await isOurs(layout, postmaster.port, password)) ? postmaster : undefined;
}

async function isOurs(layout: Layout, port: number, password: string): Promise<boolean> {
  const server = connect({
    url: ownerUrl(port, password, 'postgres'),
    maxConnections: 1,
    applicationName: 'tillwatch-launcher',
    timeouts: { statementMs: 1_000 },
  });
  try {
    const [row] = await server.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`);
    return row !== undefined && (await realpath(row.folder)) === layout.cluster;
  } catch {
    return false; // Not up, not ours, or a stale file whose port somebody else has.
  } finally {
    await server.close();
  }
}

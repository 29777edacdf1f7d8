import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log, Settings } from '@tillwatch/kernel';
import { connect, type EmbeddedServer, isUnavailable, launchEmbedded, StartupError } from '@tillwatch/postgres';

export interface Storage {
  /** PostgreSQL as the owner of our database. */
  ownerUrl: string;
  describe: string;
  /** Stops a server that is ours to stop. */
  stop(): Promise<void>;
}

/**
 * The PostgreSQL of `TILLWATCH_DATABASE_URL`, or our own in the data folder. Ours serves one process, which keeps it
 * running and stops it in the end; a second one is refused (`StartupError`, `folder-in-use`). With `visit` a server
 * that runs is used beside that process, and left to it.
 */
export async function openStorage(settings: Settings, log: Log, visit = false): Promise<Storage> {
  if (settings.databaseUrl) {
    const describe = 'PostgreSQL at TILLWATCH_DATABASE_URL';
    return { ownerUrl: settings.databaseUrl, describe, stop: async () => {} };
  }
  const folder = join(settings.dataFolder, 'postgres');
  const launch = (): Promise<EmbeddedServer> => launchEmbedded({ folder, log });
  const server = await launch();
  const storage = { ownerUrl: server.url, describe: `embedded PostgreSQL (${server.adopted ? 'adopted' : 'started'})` };
  if (visit && server.adopted) return { ...storage, stop: async () => {} };
  const claim = await claimServer(server, settings.dataFolder);
  const keeper = keepRunning(server, claim, launch, log);
  return { ...storage, stop: () => keeper.stop() };
}

/** `pg_try_advisory_lock` key of the process that serves ("keep" in ASCII). */
const claimKey = 0x6b656570;
/** The session of a process that was just killed may take a moment to end. */
const claimTries = 20;
const claimRetryMs = 250;

/** Asks the server whether it answers, and holds it for this process: the lock ends with its session, however that ends. */
interface Claim {
  /** False when another process holds it. Throws when the server does not answer. */
  renew(): Promise<boolean>;
  end(): Promise<void>;
}

async function claimServer({ url }: EmbeddedServer, folder: string): Promise<Claim> {
  const session = connect({ url, maxConnections: 1, applicationName: 'tillwatch-keeper' });
  const renew = async (): Promise<boolean> => {
    const [row] = await session.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [claimKey]);
    return row!.held;
  };
  for (let tries = 1; !(await renew()); tries++) {
    if (tries === claimTries) {
      await session.close();
      throw new StartupError('folder-in-use', { folder });
    }
    await pause(claimRetryMs);
  }
  return { renew, end: () => session.close() };
}

const lookMs = 2_000;

/**
 * PostgreSQL ends itself when it can no longer promise anything (the disk is full, a sync failed). It is started again
 * until that succeeds, at the port it had, so that the pools find it; meanwhile senders are answered 503.
 */
function keepRunning(
  first: EmbeddedServer,
  claim: Claim,
  launch: () => Promise<EmbeddedServer>,
  log: Log,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let server = first;
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      await pause(lookMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted || (await answers())) continue;
      try {
        server = await launch();
        if (server.url !== first.url) log.error({}, 'embedded PostgreSQL came back at another port; start again');
      } catch (error) {
        log.error({ err: error }, 'embedded PostgreSQL is down and does not start; trying again');
      }
    }
  })();

  async function answers(): Promise<boolean> {
    try {
      await claim.renew();
      return true;
    } catch (error) {
      return !isUnavailable(error);
    }
  }

  return {
    async stop() {
      stopping.abort();
      await looking;
      await server.stop();
      await claim.end();
    },
  };
}

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log, Settings } from '@tillwatch/kernel';
import { connect, type EmbeddedServer, isUnavailable, launchEmbedded } from '@tillwatch/postgres';

export interface Storage {
  /** PostgreSQL as the owner of our database. */
  ownerUrl: string;
  describe: string;
  /** It ran before us, for somebody else perhaps. */
  adopted: boolean;
  /** Stops a server we run; one given by the environment is left alone. */
  stop(): Promise<void>;
}

/** The PostgreSQL of `TILLWATCH_DATABASE_URL`, or our own in the data folder. */
export async function openStorage(settings: Settings, log: Log): Promise<Storage> {
  if (settings.databaseUrl) {
    const describe = 'PostgreSQL at TILLWATCH_DATABASE_URL';
    return { ownerUrl: settings.databaseUrl, describe, adopted: true, stop: async () => {} };
  }
  const launch = (): Promise<EmbeddedServer> => launchEmbedded({ folder: join(settings.dataFolder, 'postgres'), log });
  const server = await launch();
  const keeper = keepRunning(server, launch, log);
  return {
    ownerUrl: server.url,
    describe: `embedded PostgreSQL (${server.adopted ? 'adopted' : 'started'})`,
    adopted: server.adopted,
    stop: () => keeper.stop(),
  };
}

const lookMs = 2_000;

/**
 * PostgreSQL ends itself when it can no longer promise anything (the disk is full, a sync failed). It is started again
 * until that succeeds, at the port it had, so that the pools find it; meanwhile senders are answered 503.
 */
function keepRunning(
  first: EmbeddedServer,
  launch: () => Promise<EmbeddedServer>,
  log: Log,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const probe = connect({ url: first.url, maxConnections: 1, applicationName: 'tillwatch-keeper' });
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
      await probe.query('SELECT 1');
      return true;
    } catch (error) {
      return !isUnavailable(error);
    }
  }

  return {
    async stop() {
      stopping.abort();
      await looking;
      await probe.close();
      await server.stop();
    },
  };
}

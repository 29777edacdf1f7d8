import { join } from 'node:path';
import type { Log, Settings } from '@tillwatch/kernel';
import { launchEmbedded } from '@tillwatch/postgres';

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
    return {
      ownerUrl: settings.databaseUrl,
      describe: 'PostgreSQL at TILLWATCH_DATABASE_URL',
      adopted: true,
      stop: async () => {},
    };
  }
  const server = await launchEmbedded({ folder: join(settings.dataFolder, 'postgres'), log });
  const describe = `embedded PostgreSQL (${server.adopted ? 'adopted' : 'started'})`;
  return { ownerUrl: server.url, describe, adopted: server.adopted, stop: () => server.stop() };
}

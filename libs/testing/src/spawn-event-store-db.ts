import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { AppendFault } from './eventstoredb.js';

/** The server as a process of its own, which can be killed; what it was told to keep is in its database. */
export interface EventStoreDbProcess {
  url: string;
  pid: number;
  dropConnections(): void;
  beNotLeader(count: number): void;
  failAppends(...faults: AppendFault[]): void;
  silenceSubscriptions(): void;
  /** Resolves when it has ended. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** The same from the sources and from the build, which must be there. */
const script = fileURLToPath(new URL('../dist/eventstoredb/main.js', import.meta.url));

/** `databaseUrl` is of a database of its own. With `port` it comes back where it was. */
export async function spawnEventStoreDb({
  databaseUrl,
  port = 0,
}: {
  databaseUrl: string;
  port?: number;
}): Promise<EventStoreDbProcess> {
  const child = spawn(process.execPath, ['--enable-source-maps', script, String(port)], {
    env: { ...process.env, EVENTSTOREDB_DATABASE_URL: databaseUrl },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const line = once(createInterface({ input: child.stdout }), 'line');
  const [url] = (await Promise.race([line, exited.then(() => [])])) as string[];
  if (url === undefined) throw new Error(`The EventStoreDB server did not start (exit ${child.exitCode}).`);
  const tell = (...words: unknown[]): void => void child.stdin.write(`${words.join(' ')}\n`);
  return {
    url,
    pid: child.pid!,
    dropConnections: () => tell('drop-connections'),
    beNotLeader: (count) => tell('not-leader', count),
    failAppends: (...faults) => tell('fail-appends', ...faults),
    silenceSubscriptions: () => tell('silence'),
    async kill(signal = 'SIGKILL') {
      child.kill(signal);
      await exited;
    },
  };
}

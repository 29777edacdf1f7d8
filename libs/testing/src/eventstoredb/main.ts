import { createInterface } from 'node:readline';
import { startEventStoreDb } from './server.js';

/**
 * A server as a process: `node libs/testing/dist/eventstoredb/main.js [port]`, its log in the database of
 * `EVENTSTOREDB_DATABASE_URL`. Prints its url when it takes connections. Lines on its standard input are told to it:
 * `drop-connections`, `not-leader 3`, `fail-appends stored-dropped timeout`, `silence`. It ends when its input does, so
 * it never outlives who started it.
 */
const [port = '0'] = process.argv.slice(2);
const server = await startEventStoreDb({
  databaseUrl: process.env['EVENTSTOREDB_DATABASE_URL']!,
  port: Number(port),
});
process.stdout.write(`${server.url}\n`);

const commands: Record<string, (words: string[]) => void> = {
  'drop-connections': () => server.dropConnections(),
  'not-leader': ([count]) => server.beNotLeader(Number(count)),
  'fail-appends': (faults) => server.failAppends(...(faults as Parameters<typeof server.failAppends>)),
  silence: () => server.silenceSubscriptions(),
};
const stop = (): void => void server.stop().then(() => process.exit(0));
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [name = '', ...words] = line.split(' ');
    commands[name]?.(words);
  })
  .on('close', stop);
process.once('SIGTERM', stop);
process.once('SIGINT', stop);

import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** The port used last time when it is free, so that tools keep working; otherwise a new one, remembered. */
export async function choosePort(file: string): Promise<number> {
  const last = Number(await readFile(file, 'utf8').catch(() => ''));
  const port = (last > 0 && (await tryPort(last))) || (await tryPort(0));
  if (!port) throw new Error('No free port on the loopback interface.');
  if (port !== last) await writeFile(file, `${port}\n`);
  return port;
}

/** The port when it could be bound (0 binds any), otherwise undefined. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}

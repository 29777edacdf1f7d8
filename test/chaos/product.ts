import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { killAll, postgresOf } from './processes.ts';

export const adminToken = 'chaos-administrator';
export const ingestToken = 'chaos-terminals';

const main = fileURLToPath(new URL('../../apps/standalone/dist/main.js', import.meta.url));
const readyPollMs = 25;
const probeTimeoutMs = 2_000;
/** Recovery takes a second; this is for a machine that is busy with other things. */
const readyTimeoutMs = 150_000;
const stopTimeoutMs = 60_000;
const logTailLength = 2_000;

/** The product as people run it, `apps/standalone/dist`, with a data folder and a port of its own, started and killed. */
export class Product {
  readonly url: string;
  readonly logFile: string;
  readonly folder: string;
  private readonly port: number;
  private child: ChildProcess | undefined;
  private removed = false;

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.logFile = join(folder, 'service.log');
  }

  /** Nothing runs yet. */
  static async prepare(): Promise<Product> {
    const folder = await mkdtemp(join(tmpdir(), 'tillwatch-chaos-'));
    await chmod(folder, 0o711); // for root: PostgreSQL runs under another account and passes through
    return new Product(folder, await freePort());
  }

  /** What it prints goes to `logFile`, across all of its lives. */
  async start(): Promise<void> {
    if (this.removed) throw new Error('Interrupted.');
    const output = await open(this.logFile, 'a');
    this.child = spawn(process.execPath, ['--enable-source-maps', main], {
      stdio: ['ignore', output.fd, output.fd],
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        TILLWATCH_DATA: this.folder,
        TILLWATCH_PORT: String(this.port),
        TILLWATCH_ADMIN_TOKEN: adminToken,
        TILLWATCH_INGEST_TOKEN: ingestToken,
      },
    });
    await once(this.child, 'spawn').finally(() => output.close());
  }

  /** Throws when it ends by itself or takes too long. */
  async ready(): Promise<void> {
    for (const deadline = Date.now() + readyTimeoutMs; Date.now() < deadline; await sleep(readyPollMs)) {
      await this.assertRunning();
      const probe = fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(probeTimeoutMs) });
      const answer = await probe.catch(() => undefined);
      await answer?.body?.cancel();
      if (answer?.ok) return;
    }
    throw new Error(`The product was not ready within ${readyTimeoutMs} ms.\n${await this.logTail()}`);
  }

  async assertRunning(): Promise<void> {
    const { exitCode } = this.child!;
    if (exitCode !== null) throw new Error(`The product ended by itself (${exitCode}).\n${await this.logTail()}`);
  }

  async kill({ postgresToo }: { postgresToo: boolean }): Promise<void> {
    const child = this.child!;
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    killAll([child.pid!, ...(postgresToo ? await postgresOf(this.folder) : [])]);
    await ended;
    // A postmaster it was just starting was not in the list yet.
    if (postgresToo) killAll(await postgresOf(this.folder));
  }

  /** Asks it to end; resolves to its exit status. */
  async stop(): Promise<number | null> {
    const child = this.child!;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = once(child, 'exit', { signal: AbortSignal.timeout(stopTimeoutMs) });
    child.kill('SIGTERM');
    await ended;
    return child.exitCode;
  }

  async logText(): Promise<string> {
    return readFile(this.logFile, 'utf8');
  }

  /** Ends whatever of it still runs, and leaves no file. */
  async remove(): Promise<void> {
    this.removed = true;
    if (this.child) await this.kill({ postgresToo: true });
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private async logTail(): Promise<string> {
    return (await this.logText()).slice(-logTailLength);
  }
}

/**
 * Below the ports that systems give to outgoing connections: while the product is down, one of ours that tries to reach it
 * could otherwise be given its port.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Log } from '@tillwatch/kernel';
import { createHttpApp, type HttpAppOptions } from './http-app.js';

export interface ServedApp extends Omit<HttpAppOptions, 'log'> {
  module: DynamicModule;
  /** Before it listens: what the module cannot say of itself. */
  configure?(app: NestFastifyApplication): void;
  /** After the last answer is out. */
  stop(): Promise<void>;
}

/**
 * Runs an app as a process of its own: answers until SIGINT or SIGTERM, finishes what was taken, then ends. When it cannot
 * start it says why and exits with 1.
 */
export async function serve(
  { host, port }: { host: string; port: number },
  log: Log,
  open: () => Promise<ServedApp>,
): Promise<void> {
  const starting = start(host, port, log, open);
  let stopping: Promise<void> | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stopping ??= starting.then((stop) => stop()).then(() => process.exit(0), fail);
    });
  }
  await starting.catch(fail);

  function fail(error: unknown): never {
    log.error({ err: error }, 'the app could not go on');
    process.exit(1);
  }
}

async function start(
  host: string,
  port: number,
  log: Log,
  open: () => Promise<ServedApp>,
): Promise<() => Promise<void>> {
  const { module, configure, stop, ...options } = await open();
  try {
    const { app } = await createHttpApp(module, { ...options, log });
    configure?.(app);
    await app.listen(port, host);
    log.info({ url: await app.getUrl() }, 'the app answers');
    return async () => {
      await app.close();
      await stop();
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

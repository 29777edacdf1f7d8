import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventStore, postgresEventStore } from '@tillwatch/event-store';
import { silentLog } from '@tillwatch/kernel';
import { type Database, launchEmbedded, prepareRoles } from '@tillwatch/postgres';
import type { ExpectedAlert } from '@tillwatch/terminal';
import type { Acknowledged } from './acknowledged.ts';
import { LogCheck } from './check-log.ts';
import { checkAlerts, checkReadModels, connectPatiently, pagesOf } from './check-state.ts';
import { postgresOf } from './processes.ts';
import { adminToken, type Product } from './product.ts';
import type { Violations } from './scenario.ts';

const settleTimeoutMs = 60_000;
const pollMs = 100;

/** Waits until the read models have taken in the whole log, then ends the product as a person would. */
export async function settleAndStop(product: Product): Promise<Record<string, string[]>> {
  const caughtUp = await settles(product);
  const status = await product.stop();
  const left = await postgresOf(product.folder);
  return {
    settling: caughtUp ? [] : [`the read models were still behind after ${settleTimeoutMs} ms`],
    stopping: [
      ...(status === 0 ? [] : [`the product ended with ${status}`]),
      ...(left.length === 0 ? [] : [`PostgreSQL was left behind: ${left.join(', ')}`]),
    ],
  };
}

async function settles({ url }: Product): Promise<boolean> {
  for (const deadline = Date.now() + settleTimeoutMs; Date.now() < deadline; await sleep(pollMs)) {
    const answer = await fetch(`${url}/v1/overview`, { headers: { authorization: `Bearer ${adminToken}` } });
    const { position } = (await answer.json()) as { position: { log: number; readModels: number } };
    if (position.log === position.readModels) return true;
  }
  return false;
}

/** Looks at the data the product left, with nothing of it running. */
export async function checkStored(
  { folder }: Product,
  told: Acknowledged,
  expects: readonly ExpectedAlert[],
): Promise<Record<string, string[]>> {
  const server = await launchEmbedded({ folder: join(folder, 'postgres'), log: silentLog });
  const database = connectPatiently(await prepareRoles(server.url));
  try {
    return await checkAll(server.url, { database, store: postgresEventStore(database) }, told, expects);
  } finally {
    await database.close();
    await server.stop();
  }
}

/** The log, the read models and the alerts, against what senders were told and what was planned. */
export async function checkAll(
  ownerUrl: string,
  kept: { database: Database; store: EventStore },
  told: Acknowledged,
  expects: readonly ExpectedAlert[],
): Promise<Violations> {
  const log = new LogCheck();
  for await (const page of pagesOf(kept.store)) log.take(page);
  return {
    log: log.finish(told.receipts),
    readModels: await checkReadModels(kept.database, kept.store),
    alerts: await checkAlerts(ownerUrl, kept, expects),
  };
}

import { acceptEventBodies, ComplianceModule, openService, type Service } from '@tillwatch/compliance';
import { createHttpApp, tokenChecker } from '@tillwatch/http';
import { silentLog } from '@tillwatch/kernel';
import { isUnavailable } from '@tillwatch/postgres';
import { digestOf, readCheckpoint, readModels } from '@tillwatch/read-models';
import { planScenario, type PlannedFleet } from '@tillwatch/terminal';
import { createTestDatabase } from '@tillwatch/testing';
import { Registry } from 'prom-client';

/** One composition of the product, on a clock that a test turns. */
export interface Composition {
  service: Service;
  /** Takes one batch in, as terminals send it, and projects it. */
  take(delivery: Delivery): Promise<void>;
  /** SHA-256 of every read model's rows. */
  digests(): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export interface Delivery {
  terminalId: string;
  /** True time of departure, ms since 1970. */
  at: number;
  /** The events' texts, in order. */
  texts: string[];
}

export interface CompositionOptions {
  clock: () => number;
  eventStoreUrl?: string;
}

/** By HTTP into whichever log: embedded, projected in the append's own transaction, or outside and followed. */
export async function composeOverHttp({ clock, eventStoreUrl }: CompositionOptions): Promise<Composition> {
  const test = await createTestDatabase();
  const metrics = new Registry();
  // Nobody judges by the clock meanwhile: what two logs are compared by is what they say.
  const shared = { clock, log: silentLog, metrics, tenant: 'default', operatorKey: 'k', judges: false };
  const outside = eventStoreUrl !== undefined && { eventStoreUrl, projects: false };
  const service = await openService({ ...shared, ownerUrl: test.url, ...outside });
  const checkToken = tokenChecker({ admin: 'admin', ingest: 'ingest' });
  const { app } = await createHttpApp(ComplianceModule.forRoot({ ...shared, ...service }), {
    checkToken,
    log: silentLog,
    metrics,
    isUnavailable,
  });
  acceptEventBodies(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    service,
    async take({ texts }) {
      const answer = await app.inject({
        method: 'POST',
        url: '/v1/events',
        headers: { authorization: 'Bearer ingest', 'content-type': 'application/cloudevents-batch+json' },
        payload: `[${texts.join(',')}]`,
      });
      if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
      await settle(service);
    },
    digests: () => digestsOf(service),
    async close() {
      await app.close();
      await service.stop();
      await test.drop();
    },
  };
}

/** Projects what the log holds, alerts of the last round included, when nobody else does. */
export async function settle(service: Service): Promise<void> {
  for (;;) {
    const [head, { position }] = [await service.store.head(), await readCheckpoint(service.database, false)];
    if (head === position) return;
    await service.projector.catchUp();
  }
}

export async function digestsOf({ database }: Service): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const model of readModels) digests[model.name] = await database.transaction((tx) => digestOf(tx, model));
  return digests;
}

/** A terminal's batches of so long a time leave together: the plan's faults stay in them, and the run stays short. */
const togetherMs = 30 * 60_000;

/** What a planned fleet sends, in the order in which it leaves, one terminal's batch at a time. */
export function deliveriesOf(plan: PlannedFleet): Delivery[] {
  const batches = new Map<string, Delivery>();
  for (const { id, entries, deliveries } of plan.terminals) {
    for (const { at, from, to } of deliveries) {
      const leaves = Math.ceil((plan.start + at) / togetherMs) * togetherMs;
      const key = `${leaves} ${id}`;
      const batch = batches.get(key) ?? { terminalId: id, at: leaves, texts: [] };
      batch.texts.push(...entries.slice(from, to).map(({ text }) => text));
      batches.set(key, batch);
    }
  }
  return [...batches.values()].sort((one, other) => one.at - other.at || (one.terminalId < other.terminalId ? -1 : 1));
}

/** The same on every run. */
export function samePlan(seed: number, terminals: number): PlannedFleet {
  return planScenario('shop-day', { seed, terminals, start: Date.UTC(2026, 9, 5) });
}

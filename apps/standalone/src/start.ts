import { accountPeople, auditReads, firstSetupLink } from '@tillwatch/accounts';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DynamicModule, Module } from '@nestjs/common';
import { acceptEventBodies, ComplianceModule, openService } from '@tillwatch/compliance';
import { createHttpApp, type Doors, routeNeeds, type RouteNeed, tokenChecker } from '@tillwatch/http';
import { connectionOf } from '@tillwatch/kafka';
import { type Log, isSecure, type Settings, systemClock } from '@tillwatch/kernel';
import { isUnavailable } from '@tillwatch/postgres';
import { loadRules, storeOf } from '@tillwatch/read-models';
import { ReportingModule } from '@tillwatch/reporting';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { loadSecrets, type Secrets } from './secrets.js';
import { openStorage } from './storage.js';

export interface Running {
  /** Of the API and the console. */
  url: string;
  /** Every route, with what it asks of its caller. */
  routes(): RouteNeed[];
  secrets: Secrets;
  /** Of the link by which the first administrator is made; `undefined` once somebody has an account. */
  setupCode: string | undefined;
  storage: string;
  dataFolder: string;
  /** Finishes what was taken, then stops everything that was started. */
  stop(): Promise<void>;
}

const tenant = 'default';

@Module({})
class StandaloneModule {}

/** The whole system in this process: storage, service, reporting and the console behind one port. */
export async function start(settings: Settings, log: Log): Promise<Running> {
  const rules = await loadRules(settings.rulesFolder, log);
  const secrets = await loadSecrets(settings);
  const storage = await openStorage(settings, log);
  try {
    const metrics = new Registry();
    collectDefaultMetrics({ register: metrics });
    const { operatorKey, cursorKey } = secrets;
    const { eventStoreUrl, kafka } = settings;
    const { trustedProxies, triesPerAddress } = settings.signIn;
    const service = await openService({
      ownerUrl: storage.ownerUrl,
      ...(eventStoreUrl && { eventStoreUrl }),
      ...(kafka && { kafka: { connection: await connectionOf(kafka, 'tillwatch'), prefix: kafka.prefix } }),
      operatorKey,
      tenant,
      projects: settings.projects,
      rules,
      clock: systemClock,
      log,
      metrics,
      notifications: settings.notifications,
    });
    const { database, reader, store, accounts } = service;
    const secure = isSecure(settings);
    const doors: Doors = {
      checkToken: tokenChecker({ admin: secrets.adminToken, ingest: secrets.ingestToken }),
      people: accountPeople(accounts),
      onRead: auditReads(accounts),
      storeOf: (thing, id) => storeOf(database, thing, id),
      secure,
    };
    const shared = { database, metrics, clock: systemClock, log, rules };
    const ofReporting = { logHead: () => store.head(), ...doors, cursorKey, ...consoleFiles() };
    const root: DynamicModule = {
      module: StandaloneModule,
      imports: [
        ComplianceModule.forRoot({
          ...{ ...shared, ...service, secure },
          ...(settings.openId && { openId: settings.openId }),
          ...(triesPerAddress && { triesPerAddress }),
        }),
        ReportingModule.forRoot({ ...shared, ...ofReporting, database: reader }),
      ],
    };
    const { app } = await createHttpApp(root, {
      ...{ ...doors, log, metrics, isUnavailable },
      ...(trustedProxies && { trustedProxies }),
    });
    acceptEventBodies(app);
    await app.listen(settings.port, settings.host);
    return {
      url: await app.getUrl(),
      routes: () => routeNeeds(app),
      secrets,
      setupCode: await firstSetupLink(accounts),
      storage: storage.describe,
      dataFolder: settings.dataFolder,
      async stop() {
        await app.close();
        await service.stop();
        await storage.stop();
      },
    };
  } catch (error) {
    await storage.stop();
    throw error;
  }
}

/** What the console's build left; without it (a build of the server alone) only the API is served. */
function consoleFiles(): { consoleFolder?: string } {
  const folder = fileURLToPath(new URL('../../console/dist', import.meta.url));
  return existsSync(folder) ? { consoleFolder: folder } : {};
}

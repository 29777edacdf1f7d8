import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DynamicModule, Module } from '@nestjs/common';
import { acceptEventBodies, ComplianceModule, openService } from '@tillwatch/compliance';
import { createHttpApp, tokenChecker } from '@tillwatch/http';
import { connectionOf } from '@tillwatch/kafka';
import { type Log, type Settings, systemClock } from '@tillwatch/kernel';
import { isUnavailable } from '@tillwatch/postgres';
import { loadRules } from '@tillwatch/read-models';
import { ReportingModule } from '@tillwatch/reporting';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { loadSecrets, type Secrets } from './secrets.js';
import { openStorage } from './storage.js';

export interface Running {
  /** Of the API and the console. */
  url: string;
  secrets: Secrets;
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
    const { database, store, intake, intakeMetrics, enrolmentKey, evidenceKey, notifications } = service;
    const checkToken = tokenChecker({ admin: secrets.adminToken, ingest: secrets.ingestToken });
    const shared = { database, metrics, clock: systemClock, log, rules };
    const root: DynamicModule = {
      module: StandaloneModule,
      imports: [
        ComplianceModule.forRoot({ ...shared, store, intake, intakeMetrics, enrolmentKey, evidenceKey, notifications }),
        ReportingModule.forRoot({ ...shared, logHead: () => store.head(), checkToken, cursorKey, ...consoleFiles() }),
      ],
    };
    const { app } = await createHttpApp(root, { checkToken, log, metrics, isUnavailable });
    acceptEventBodies(app);
    await app.listen(settings.port, settings.host);
    return {
      url: await app.getUrl(),
      secrets,
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

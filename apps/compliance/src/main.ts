import { accountPeople, auditReads } from '@tillwatch/accounts';
import { type DynamicModule, Module } from '@nestjs/common';
import { type Doors, HealthController, healthChecks, serve, tokenChecker } from '@tillwatch/http';
import { connectionOf } from '@tillwatch/kafka';
import { derivedKey, readSettings, settingsAlone, systemClock, isSecure } from '@tillwatch/kernel';
import { isUnavailable } from '@tillwatch/postgres';
import { loadRules, readCheckpoint, storeOf } from '@tillwatch/read-models';
import { pino } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { ComplianceModule } from './compliance.module.js';
import { acceptEventBodies } from './intake/event-bodies.js';
import { openService } from './service.js';

const tenant = 'default';

@Module({})
class ComplianceApp {}

/** The compliance app alone: takes events and commands, follows the log. Any number of instances share the work. */
const settings = readSettings(process.env);
const log = pino({ level: settings.logLevel });
await serve(settings, log, async () => {
  const { databaseUrl, eventStoreUrl, adminToken, ingestToken, secret, kafka, notifications } = settingsAlone(settings);
  const { projects, openId } = settings;
  const { trustedProxies, triesPerAddress } = settings.signIn;
  const secure = isSecure(settings);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const shared = { clock: systemClock, log, metrics };
  const service = await openService({
    ...shared,
    ownerUrl: databaseUrl,
    ...(eventStoreUrl && { eventStoreUrl }),
    ...(kafka && { kafka: { connection: await connectionOf(kafka, 'tillwatch'), prefix: kafka.prefix } }),
    operatorKey: derivedKey(secret, 'operator ids'),
    tenant,
    projects,
    rules: await loadRules(settings.rulesFolder, log),
    notifications,
  });
  const { database, store } = service;
  const lagEvents = async (): Promise<number> => {
    const [head, { position }] = await Promise.all([store.head(), readCheckpoint(database, false)]);
    return Math.max(0, head - position);
  };
  const module: DynamicModule = {
    module: ComplianceApp,
    imports: [
      ComplianceModule.forRoot({
        ...shared,
        ...service,
        secure,
        ...(openId && { openId }),
        ...(triesPerAddress && { triesPerAddress }),
      }),
    ],
    controllers: [HealthController],
    providers: [{ provide: healthChecks, useValue: { lagEvents, metrics } }],
  };
  const doors: Doors = {
    checkToken: tokenChecker({ admin: adminToken, ingest: ingestToken }),
    people: accountPeople(service.accounts),
    onRead: auditReads(service.accounts),
    storeOf: (thing, id) => storeOf(database, thing, id),
    secure,
  };
  const more = trustedProxies && { trustedProxies };
  return {
    module,
    ...doors,
    ...more,
    metrics,
    isUnavailable,
    configure: acceptEventBodies,
    stop: () => service.stop(),
  };
});

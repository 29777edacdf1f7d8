import { accountPeople, auditReads } from '@tillwatch/accounts';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Doors, serve, tokenChecker } from '@tillwatch/http';
import { derivedKey, isSecure, readSettings, settingsAlone, systemClock, tenantInForce } from '@tillwatch/kernel';
import { eventStoreDbEventStore, postgresEventStore } from '@tillwatch/event-store';
import { connect, connectReader, isUnavailable, prepareReader, prepareRoles } from '@tillwatch/postgres';
import { loadRules } from '@tillwatch/read-models';
import { pino } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { storeOf, storesOfMerchants } from '@tillwatch/read-models';
import { ReportingModule } from './reporting.module.js';

const tenant = 'default';

/** The reporting app alone, on read models that a compliance app elsewhere writes. */
const settings = readSettings(process.env);
const log = pino({ level: settings.logLevel });
await serve(settings, log, async () => {
  const { databaseUrl, eventStoreUrl, adminToken, ingestToken, secret } = settingsAlone(settings);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const database = connect({ url: await prepareRoles(databaseUrl), tenant, applicationName: 'tillwatch-reporting' });
  const readerUrl = await prepareReader(databaseUrl);
  const reader = connectReader({ url: readerUrl, applicationName: 'tillwatch-reader' }, tenantInForce);
  const store = eventStoreUrl
    ? eventStoreDbEventStore({ url: eventStoreUrl, database, log })
    : postgresEventStore(database);
  const key = derivedKey(derivedKey(secret, 'operator ids'), 'accounts');
  const storesOf = (merchants: readonly string[]) => storesOfMerchants(database, merchants);
  const accounts = { database, store, clock: systemClock, log, tenant, key, storesOf };
  const doors: Doors = {
    checkToken: tokenChecker({ admin: adminToken, ingest: ingestToken }),
    people: accountPeople(accounts),
    onRead: auditReads(accounts),
    storeOf: (thing, id) => storeOf(database, thing, id),
    secure: isSecure(settings),
  };
  const consoleFolder = fileURLToPath(new URL('../../console/dist', import.meta.url));
  const module = ReportingModule.forRoot({
    database: reader,
    logHead: () => store.head(),
    ...doors,
    log,
    clock: systemClock,
    metrics,
    rules: await loadRules(settings.rulesFolder, log),
    cursorKey: derivedKey(secret, 'cursors'),
    ...(existsSync(consoleFolder) && { consoleFolder }),
  });
  return {
    module,
    ...doors,
    metrics,
    isUnavailable,
    stop: async () => void (await Promise.all([database.close(), reader.close()])),
  };
});

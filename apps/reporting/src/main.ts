import { createHttpApp, tokenChecker } from '@tillwatch/http';
import { hmacSha256Hex, readSettings, systemClock } from '@tillwatch/kernel';
import { postgresEventStore } from '@tillwatch/event-store';
import { connect, isUnavailable } from '@tillwatch/postgres';
import { pino } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { ReportingModule } from './reporting.module.js';

/** The reporting app alone, on a database that a compliance app elsewhere writes. */
const settings = readSettings(process.env);
const { databaseUrl, adminToken, ingestToken, secret } = settings;
if (!databaseUrl || !adminToken || !ingestToken || !secret) {
  throw new Error(
    'TILLWATCH_DATABASE_URL, TILLWATCH_ADMIN_TOKEN, TILLWATCH_INGEST_TOKEN and TILLWATCH_SECRET must be set to run reporting alone.',
  );
}
const log = pino({ level: settings.logLevel });
const metrics = new Registry();
collectDefaultMetrics({ register: metrics });
const database = connect({ url: databaseUrl, applicationName: 'reporting' });
const store = postgresEventStore(database);
const checkToken = tokenChecker({ admin: adminToken, ingest: ingestToken });
const cursorKey = hmacSha256Hex(secret, 'reporting cursors');
const logHead = (): Promise<number> => store.head();
const module = ReportingModule.forRoot({ database, logHead, checkToken, log, clock: systemClock, metrics, cursorKey });
const { app } = await createHttpApp(module, { checkToken, log, metrics, isUnavailable });
await app.listen(settings.port, settings.host);
log.info({ host: settings.host, port: settings.port }, 'reporting answers');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void app
      .close()
      .then(() => database.close())
      .then(() => process.exit(0));
  });
}

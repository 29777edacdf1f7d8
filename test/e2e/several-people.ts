import { fileURLToPath } from 'node:url';
import { acceptEventBodies, ComplianceModule, openService } from '@tillwatch/compliance';
import { createHttpApp, type TokenCheck } from '@tillwatch/http';
import { silentLog, systemClock } from '@tillwatch/kernel';
import { isUnavailable } from '@tillwatch/postgres';
import { ReportingModule } from '@tillwatch/reporting';
import { createTestDatabase } from '@tillwatch/testing';
import { Registry } from 'prom-client';

/** Each name is a token of its own. */
const tokens: TokenCheck = (authorization) => {
  const name = authorization?.replace(/^Bearer /, '') ?? '';
  if (!/^(li\.na|zhao|ingest-token)$/.test(name)) return undefined;
  const roles = [name === 'ingest-token' ? ('terminal' as const) : ('administrator' as const)];
  return { tenant: 'default', subject: name, name, roles, by: { kind: 'token', id: name } };
};

export interface SeveralPeople {
  url: string;
  /** Clock of the system, ahead of ours by so much, ms. */
  shift(ms: number): void;
  close(): Promise<void>;
}

/** The whole system in this process, with `li.na`, `zhao` and a terminal's `ingest-token` as tokens. */
export async function startForSeveral(): Promise<SeveralPeople> {
  const { url: ownerUrl, drop } = await createTestDatabase();
  let aheadMs = 0;
  const shared = { clock: () => systemClock() + aheadMs, log: silentLog, metrics: new Registry() };
  const service = await openService({ ...shared, ownerUrl, operatorKey: 'k', tenant: 'default' });
  const reporting = ReportingModule.forRoot({
    ...shared,
    database: service.database,
    logHead: () => service.store.head(),
    checkToken: tokens,
    cursorKey: 'key',
    rules: service.rules,
    consoleFolder: fileURLToPath(new URL('../../apps/console/dist', import.meta.url)),
  });
  const imports = [ComplianceModule.forRoot({ ...shared, ...service }), reporting];
  const { app } = await createHttpApp({ module: class Everything {}, imports }, { ...shared, checkToken: tokens, isUnavailable }); // prettier-ignore
  acceptEventBodies(app);
  await app.listen(0, '127.0.0.1');
  return {
    url: await app.getUrl(),
    shift: (ms) => (aheadMs = ms),
    async close() {
      await app.close();
      await service.stop();
      await drop();
    },
  };
}

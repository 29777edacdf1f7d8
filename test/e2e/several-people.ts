import { fileURLToPath } from 'node:url';
import { accountPeople } from '@tillwatch/accounts';
import type { Role } from '@tillwatch/api';
import { acceptEventBodies, ComplianceModule, openService } from '@tillwatch/compliance';
import { createHttpApp, type Doors, tokenChecker } from '@tillwatch/http';
import { silentLog, systemClock } from '@tillwatch/kernel';
import { isUnavailable } from '@tillwatch/postgres';
import { storeOf } from '@tillwatch/read-models';
import { ReportingModule } from '@tillwatch/reporting';
import { createTestDatabase } from '@tillwatch/testing';
import { Registry } from 'prom-client';

export interface Person {
  roles: Role[];
  stores?: string[];
  /** Of an auditor: when it ends. */
  until?: string;
}

/** Who there is, unless a test says otherwise. */
const twoPeople: Record<string, Person> = {
  'li.na': { roles: ['security-analyst', 'compliance-officer'] },
  zhao: { roles: ['compliance-officer', 'terminal-engineer'] },
  mei: { roles: ['security-analyst'] },
  sun: { roles: ['auditor'], until: new Date(Date.now() + 86_400_000).toISOString() },
};

export interface SeveralPeople {
  url: string;
  /** Of each person; `admin` and `ingest` are the installation's own. */
  tokens: Record<string, string>;
  /** Clock of the system, ahead of ours by so much, ms. */
  shift(ms: number): void;
  close(): Promise<void>;
}

/** The whole system in this process, with an account and a token for each of several people. */
export async function startForSeveral(people = twoPeople): Promise<SeveralPeople> {
  const { url: ownerUrl, drop } = await createTestDatabase();
  let aheadMs = 0;
  const shared = { clock: () => systemClock() + aheadMs, log: silentLog, metrics: new Registry() };
  const service = await openService({ ...shared, ownerUrl, operatorKey: 'k', tenant: 'default' });
  const doors: Doors = {
    checkToken: tokenChecker({ admin: 'admin-token', ingest: 'ingest-token' }),
    people: accountPeople(service.accounts),
    storeOf: (thing, id) => storeOf(service.database, thing, id),
  };
  const reporting = ReportingModule.forRoot({
    ...{ ...shared, ...doors },
    database: service.reader,
    logHead: () => service.store.head(),
    cursorKey: 'key',
    rules: service.rules,
    consoleFolder: fileURLToPath(new URL('../../apps/console/dist', import.meta.url)),
  });
  const imports = [ComplianceModule.forRoot({ ...shared, ...service }), reporting];
  const { app } = await createHttpApp({ module: class Everything {}, imports }, { ...shared, ...doors, isUnavailable });
  acceptEventBodies(app);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    url,
    tokens: { ...(await tokensOf(url, people)), admin: 'admin-token', ingest: 'ingest-token' },
    shift: (ms) => (aheadMs = ms),
    async close() {
      await app.close();
      await service.stop();
      await drop();
    },
  };
}

/** As the administrator makes them: an account each, and a token that is shown once. */
async function tokensOf(url: string, people: Record<string, Person>): Promise<Record<string, string>> {
  const post = async (path: string, body: object): Promise<Record<string, string>> => {
    const headers = { authorization: 'Bearer admin-token', 'content-type': 'application/json' };
    const answer = await fetch(new URL(path, url), { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, string>;
  };
  const tokens: Record<string, string> = {};
  for (const [username, person] of Object.entries(people)) {
    const { id } = await post('/v1/accounts', { username, name: username, kind: 'person', ...person });
    tokens[username] = (await post(`/v1/accounts/${id}/tokens`, { label: 'browser test' }))['token']!;
  }
  return tokens;
}

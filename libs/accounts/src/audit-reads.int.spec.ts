import type { Principal } from '@tillwatch/api';
import { type AccountsFixture, openFixture } from './accounts.fixture.js';
import { auditReads } from './audit-reads.js';

let fixture: AccountsFixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.drop());

const person = (name: string): Principal => ({
  ...{ tenant: 'default', subject: `id-of-${name}`, name, roles: ['auditor'] },
  by: { kind: 'session', id: 's' },
});
const reads = async (): Promise<unknown[]> =>
  (await fixture.told('audit-read-')).map(({ data }) => [data['actor'], data['route'], data['id'], data['minute']]);

it('tells of each caller, route, thing and minute once, also when two processes are asked at once', async () => {
  const [one, two] = [auditReads(fixture.of), auditReads(fixture.of)];
  const alerts = { route: '/v1/alerts' };
  await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? one : two)(person('li'), alerts)));
  await one(person('mei'), alerts);
  await one(person('li'), { route: '/v1/operators/:id', id: 'op-7' });
  await one(person('li'), { route: '/v1/operators/:id', id: 'op-8' });
  fixture.later(1);
  await one(person('li'), alerts);
  const [first, next] = ['2026-03-02T01:00:00.000Z', '2026-03-02T01:01:00.000Z'];
  expect(await reads()).toEqual([
    ['li', '/v1/alerts', undefined, first],
    ['mei', '/v1/alerts', undefined, first],
    ['li', '/v1/operators/:id', 'op-7', first],
    ['li', '/v1/operators/:id', 'op-8', first],
    ['li', '/v1/alerts', undefined, next],
  ]);
});

it('keeps no card number that was typed in place of an id', async () => {
  await auditReads(fixture.of)(person('li'), { route: '/v1/operators/:id', id: '4111111111111111' });
  expect(JSON.stringify(await reads())).not.toContain('4111111111111111');
});

it('does not answer what it could not tell, and tries again with the next', async () => {
  let isAway = true;
  const store = { ...fixture.of.store };
  store.append = (appends) => (isAway ? Promise.reject(new Error('away')) : fixture.of.store.append(appends));
  const tell = auditReads({ ...fixture.of, store });
  await expect(tell(person('wang'), { route: '/v1/alerts' })).rejects.toThrow('away');
  isAway = false;
  await tell(person('wang'), { route: '/v1/alerts' });
  expect((await reads()).filter((read) => (read as string[])[0] === 'wang')).toHaveLength(1);
});

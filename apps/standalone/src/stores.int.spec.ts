import { setTimeout as pause } from 'node:timers/promises';
import { admin, alerts, as, ask, binding, caseOf, cases, closeShop, giveTo, openShop } from './shop.fixture.js';

/** What people of some stores, or of a merchant, see and do there, and nowhere else. */
beforeAll(openShop, 120_000);
afterAll(closeShop);

it('lets a store manager open and work on cases of the own store, and of no other', async () => {
  const manager = as('store-manager'); // of s-1
  const open = (body: object) => ask('POST /v1/recovery-cases', { headers: manager, body });
  const made = await open({ ...caseOf('1'), storeId: 's-1' });
  expect(made.status).toBe(201);
  const own = `/v1/recovery-cases/${made.body['id'] as string}`;
  expect((await ask(`GET ${own}`, { headers: manager })).body).toMatchObject({ storeId: 's-1', operatorId: 'o-1' });
  const cause = { cause: 'long-unused', onsetAt: '2026-01-02T00:00:00Z' };
  expect((await ask(`POST ${own}/cause`, { headers: manager, body: cause })).status).toBe(200);
  expect((await ask(`GET ${own}/dossier`, { headers: manager })).status).toBe(200);
  expect((await ask(`POST ${own}/approve`, { headers: manager, body: {} })).code).toBe('forbidden');
  const listed = (await ask('GET /v1/recovery-cases', { headers: manager })).body['items'] as { storeId: string }[];
  expect([listed.length, ...new Set(listed.map(({ storeId }) => storeId))]).toEqual([2, 's-1']);
  // Whatever names the other store: terminal, operator, the store itself, the alert it comes from.
  const elsewhere = [{ terminalId: 't-2' }, { operatorId: 'o-2' }, { storeId: 's-2' }, { alertId: alerts['s-2'] }];
  for (const other of [...elsewhere, { terminalId: 't-9' }, { operatorId: 'o-9' }]) {
    const { status } = await open({ ...caseOf('1'), ...other });
    expect([other, status]).toEqual([other, 404]);
  }
  const theirs = `/v1/recovery-cases/${cases['s-2']}`;
  expect((await ask(`POST ${theirs}/cause`, { headers: manager, body: cause })).status).toBe(404);
  expect((await ask('GET /v1/stores/s-2/one-person', { headers: manager })).status).toBe(404);
  expect((await ask('GET /v1/recovery-cases?store=s-2', { headers: manager })).code).toBe('forbidden');
});

it('gives a merchant’s people the stores that join it, and takes from them those that leave', async () => {
  const headers = as('store-manager.of-merchant');
  const stores = async () => (await ask('GET /v1/me', { headers })).body['stores'];
  const until = async (wanted: string[]) => {
    for (const end = Date.now() + 60_000; Date.now() < end; await pause(100)) {
      if (JSON.stringify(await stores()) === JSON.stringify(wanted)) return;
    }
    expect(await stores()).toEqual(wanted);
  };
  const seen = async () => (await ask(`GET /v1/alerts/${alerts['s-1']}`, { headers })).status;
  expect([await stores(), await seen()]).toEqual([['s-2'], 404]);
  await giveTo('s-1', 'm-2');
  await until(['s-1', 's-2']);
  expect(await seen()).toBe(200);
  expect((await ask('GET /v1/alerts', { headers })).code).toBe('parameter-invalid'); // of which of the two?
  expect((await ask('GET /v1/alerts?store=s-1', { headers })).status).toBe(200);
  await giveTo('s-1', 'm-1');
  await until(['s-2']);
  expect([await seen(), (await ask('GET /v1/alerts?store=s-1', { headers })).code]).toEqual([404, 'forbidden']);
  await giveTo('s-2', undefined);
  await until([]); // a merchant without stores: nothing, never everything
  expect((await ask('GET /v1/alerts', { headers })).code).toBe('parameter-invalid');
  expect((await ask('GET /v1/alerts?store=s-2', { headers })).code).toBe('forbidden');
  await giveTo('s-2', 'm-2');
  await until(['s-2']);
});

it('executes a case of one store on no terminal of another, and shows no alert of it in the dossier', async () => {
  const engineer = as('terminal-engineer.elsewhere'); // of s-2
  const path = `/v1/recovery-cases/${cases['s-2']}`;
  const execute = (terminalId: string) => ask(`POST ${path}/execute`, { headers: engineer, body: { terminalId } });
  expect((await execute('t-1')).status).toBe(404);
  expect((await execute('t-2')).status).toBe(409); // theirs, but nobody has approved it
  const report = { noticedAt: new Date().toISOString(), description: 'a refund', alertId: alerts['s-1'] };
  const analyst = as('security-analyst.elsewhere');
  expect((await ask(`POST ${path}/unauthorised-use`, { headers: analyst, body: report })).status).toBe(404);
  expect((await ask(`POST ${path}/unauthorised-use`, { headers: admin, body: report })).status).toBe(200);
  const storesIn = async (headers: Record<string, string>) => {
    const { body } = await ask(`GET ${path}/dossier`, { headers });
    return [...new Set((body['alerts'] as { storeId: string }[]).map(({ storeId }) => storeId))].sort();
  };
  expect([await storesIn(admin), await storesIn(analyst)]).toEqual([['s-1', 's-2'], ['s-2']]);
});

it('goes by the registry for where a terminal is, whatever the terminal says', async () => {
  const till = { id: 't-1', storeId: 's-2', model: 'P-400', serial: 'SN-1', custodian: 'li.na', binding };
  const seenBy = async (who: string) => (await ask('GET /v1/terminals/t-1', { headers: as(who) })).status;
  expect([await seenBy('store-manager'), await seenBy('store-manager.elsewhere')]).toEqual([200, 404]);
  expect((await ask('POST /v1/terminals', { headers: admin, body: till })).status).toBe(201);
  expect([await seenBy('store-manager'), await seenBy('store-manager.elsewhere')]).toEqual([404, 200]);
});

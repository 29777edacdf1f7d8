import { may } from '@tillwatch/api';
import type { RouteNeed } from '@tillwatch/http';
import { alerts, as, ask, cases, closeShop, idOf, ingestToken, openShop, people, product } from './shop.fixture.js';

/** The whole product; every route, every role, and the ids of another store. */
beforeAll(openShop, 120_000);
afterAll(closeShop);

const unknown = '00000000-0000-4000-8000-000000000000';

/** The route with ids of things that are in a store. */
function addressOf({ route }: RouteNeed, store: 's-1' | 's-2'): string {
  const number = store.slice(-1);
  const id = route.includes('/v1/terminals/')
    ? `t-${number}`
    : route.includes('/v1/operators/')
      ? `o-${number}`
      : route.includes('/v1/alerts/')
        ? alerts[store]!
        : route.includes('/v1/recovery-cases/')
          ? cases[store]!
          : route.includes('/v1/stores/')
            ? store
            : unknown;
  return route.replace(':id', id).replace(':keyId', 'a'.repeat(32)).replace(/:\w+/g, unknown);
}

const guarded = (): (RouteNeed & { need: { permission: never; reach: string } })[] =>
  product.routes().filter(({ need }) => typeof need === 'object') as never;
/** Leaves the session behind. */
const ends = (route: string): boolean => route === 'POST /v1/me/sign-out';

it('names a permission for every route but those of signing in and of what watches us', () => {
  const open = product.routes().filter(({ need }) => need === 'anybody');
  expect(product.routes().filter(({ need }) => need === undefined)).toEqual([]);
  expect(open.map(({ route }) => route).sort()).toEqual([
    'GET /healthz',
    'GET /metrics',
    'GET /readyz',
    'GET /v1/sign-in',
    'GET /v1/sign-in/openid',
    'GET /v1/sign-in/openid/callback',
    'POST /v1/sessions',
    'POST /v1/setup',
  ]);
  expect(guarded().length).toBeGreaterThan(50);
});

it.each(people)('lets %s do what the table says, on every route, and nothing else', async (role) => {
  for (const route of guarded().filter((one) => !ends(one.route))) {
    const { status, code } = await ask(addressOf(route, 's-1'), { headers: as(role) });
    const isOut = code === 'forbidden' || status === 401;
    const mayDo = may([role], route.need.permission);
    // A store manager is of one store, so what tells of the whole tenant is not theirs either.
    const expected = mayDo && !(role === 'store-manager' && route.need.reach === 'tenant');
    expect([route.route, role, isOut ? code : 'in']).toEqual([route.route, role, expected ? 'in' : 'forbidden']);
  }
});

it.each(people)(
  'tells %s of every command there is which of them they may give, as the guard decides',
  async (role) => {
    const { body } = await ask('GET /v1/me/commands', { headers: as(role) });
    const commands = guarded().filter(({ route }) => !route.startsWith('GET '));
    const expected = commands.map(({ route, need: { permission, reach } }) => {
      const allowed = may([role], permission) && !(role === 'store-manager' && reach === 'tenant');
      return { command: route, permission, allowed };
    });
    expect(body['items']).toEqual(expect.arrayContaining(expected));
    expect(body['items']).toHaveLength(expected.length);
  },
);

it('lets terminals send events and attend to themselves, and nobody without a token or a cookie', async () => {
  for (const route of guarded()) {
    const address = addressOf(route, 's-1');
    const machine = await ask(address, { headers: { authorization: `Bearer ${ingestToken}` } });
    const mayDo = may(['terminal'], route.need.permission);
    expect([route.route, machine.code === 'forbidden']).toEqual([route.route, !mayDo]);
    expect([route.route, (await ask(address)).code]).toEqual([route.route, 'unauthenticated']);
  }
});

const scopes = people.filter((role) => role !== 'administrator').flatMap((role) => [[role, 'elsewhere'], [role, 'of-merchant']] as const); // prettier-ignore

it.each(scopes)('shows %s (%s) nothing of another’s store, on any route', async (role, scope) => {
  const elsewhere = as(`${role}.${scope}`);
  for (const route of guarded().filter(({ need }) => may([role], need.permission) && need.reach !== 'own')) {
    const { status, code } = await ask(addressOf(route, 's-1'), { headers: elsewhere });
    if (route.need.reach === 'tenant') expect([route.route, code]).toEqual([route.route, 'forbidden']);
    else if (route.need.reach === 'body') expect([route.route, code]).toEqual([route.route, 'body-empty']);
    else if (route.need.reach !== 'store-filter') expect([route.route, status]).toEqual([route.route, 404]);
    else {
      expect([route.route, (await ask(`${route.route}?store=s-1`, { headers: elsewhere })).code]).toEqual([
        route.route,
        'forbidden',
      ]);
      const own = (await ask(route.route, { headers: elsewhere })).body['items'] as { storeId?: string }[];
      expect([route.route, [...new Set(own.map(({ storeId }) => storeId))]]).toEqual([route.route, ['s-2']]);
    }
  }
});

it('shows nobody another person’s account, unless they may see accounts', async () => {
  const path = `/v1/accounts/${idOf.get('auditor')}/tokens`;
  for (const role of people) {
    const { status } = await ask(`GET ${path}`, { headers: as(role) });
    expect([role, status]).toEqual([role, may([role], 'accounts.read') ? 200 : 404]);
  }
});

it('is another’s session no more once it was ended, on any route', async () => {
  await ask('POST /v1/me/sign-out', { headers: as('auditor') });
  for (const route of guarded()) {
    const { code } = await ask(addressOf(route, 's-1'), { headers: as('auditor') });
    expect([route.route, code]).toEqual([route.route, 'unauthenticated']);
  }
});

import { openApiOf, routeNeeds } from '@tillwatch/http';
import { type ComplianceFixture, startCompliance } from './compliance.contract.js';

let compliance: ComplianceFixture;
beforeAll(async () => {
  compliance = await startCompliance();
});
afterAll(() => compliance.close());

/** Besides administrators, those who send events may use these; all others are administrators' alone. */
const forTerminals = [
  'POST /v1/events',
  'POST /v1/terminals/:id/keys',
  'GET /v1/terminals/:id/commands',
  'GET /v1/terminals/:id/journal',
];

const forAdministrators = [
  'GET /v1/dead-letters',
  'POST /v1/dead-letters/:id/replay',
  'POST /v1/terminals/:id/gaps/declare-lost',
  'POST /v1/terminals/:id/enrolment-codes',
  'POST /v1/terminals/:id/keys/:keyId/revoke',
  'GET /v1/terminals/:id/keys',
  'POST /v1/terminals/:id/freeze',
  'POST /v1/terminals/:id/unfreeze',
  'POST /v1/terminals/:id/end-sessions',
  'POST /v1/terminals/:id/demand-password-change',
  'POST /v1/terminals',
  'POST /v1/terminals/:id/binding',
  'POST /v1/terminals/:id/custodian',
  'POST /v1/terminals/:id/move',
  'POST /v1/terminals/:id/retire',
  'POST /v1/terminals/:id/inspection-schedule',
  'POST /v1/terminals/:id/inspections',
  'POST /v1/control-requests/:id/approve',
  'POST /v1/control-requests/:id/reject',
  'POST /v1/control-failures',
  'POST /v1/control-failures/:id/resume',
  'POST /v1/control-failures/:id/close',
  'POST /v1/daily-reviews',
  'POST /v1/daily-reviews/:id/sign-off',
  'POST /v1/four-eyes',
  'POST /v1/access-reviews',
  'POST /v1/access-reviews/:id/decisions',
  'POST /v1/access-reviews/:id/close',
  'POST /v1/alerts/:id/acknowledge',
  'POST /v1/alerts/:id/assign',
  'POST /v1/alerts/:id/comment',
  'POST /v1/alerts/:id/resolve',
  'POST /v1/alerts/:id/reopen',
  'POST /v1/silences',
  'POST /v1/silences/:id/expire',
  'POST /v1/rules/:id/stage',
  'POST /v1/rules/:id/backtest',
  'POST /v1/rules/:id/backfill',
  'GET /v1/stores/:id/calendar',
  'PUT /v1/stores/:id/calendar',
  'PUT /v1/stores/:id/merchant',
  'GET /v1/operators/:id/shifts',
  'POST /v1/operators/:id/shifts',
  'DELETE /v1/operators/:id/shifts/:shiftId',
  'POST /v1/operators',
  'POST /v1/operators/:id/suspend',
  'POST /v1/operators/:id/resume',
  'POST /v1/operators/:id/leave',
  'POST /v1/operators/:id/role',
  'POST /v1/operators/:id/scope-class',
  'POST /v1/operators/:id/training',
  'POST /v1/policies/:profile/versions',
  'POST /v1/policies/:profile/draft/put-in-force',
  'POST /v1/policies/:profile/draft/discard',
  'POST /v1/policies/choice',
  'GET /v1/imports',
  'POST /v1/imports/:kind',
  'GET /v1/notification-channels',
  'POST /v1/notification-channels',
  'PUT /v1/notification-channels/:id',
  'DELETE /v1/notification-channels/:id',
  'POST /v1/notification-channels/:id/test',
  'GET /v1/deliveries',
  'POST /v1/deliveries/:id/retry',
  'GET /v1/accounts',
  'POST /v1/accounts',
  'GET /v1/accounts/:id',
  'POST /v1/accounts/:id/roles',
  'POST /v1/accounts/:id/disable',
  'POST /v1/accounts/:id/enable',
  'POST /v1/accounts/:id/unlock',
  'POST /v1/accounts/:id/setup-links',
  'POST /v1/accounts/:id/remove-factor',
  'POST /v1/accounts/:id/end-sessions',
  'GET /v1/accounts/:id/tokens',
  'POST /v1/accounts/:id/tokens',
  'POST /v1/accounts/:id/tokens/:tokenId/revoke',
  'GET /v1/me',
  'GET /v1/me/commands',
  'POST /v1/me/password',
  'POST /v1/me/factor',
  'POST /v1/me/factor/confirm',
  'POST /v1/me/factor/remove',
  'POST /v1/me/sign-out',
  'POST /v1/recovery-cases',
  'POST /v1/recovery-cases/:id/cause',
  'POST /v1/recovery-cases/:id/evidence',
  'POST /v1/recovery-cases/:id/evidence/:evidenceId/file',
  'POST /v1/recovery-cases/:id/evidence/:evidenceId/read',
  'POST /v1/recovery-cases/:id/verify-identity',
  'POST /v1/recovery-cases/:id/approve',
  'POST /v1/recovery-cases/:id/reject',
  'POST /v1/recovery-cases/:id/withdraw',
  'POST /v1/recovery-cases/:id/execute',
  'POST /v1/recovery-cases/:id/close',
  'POST /v1/recovery-cases/:id/assign',
  'POST /v1/recovery-cases/:id/contact-attempts',
  'POST /v1/recovery-cases/:id/unauthorised-use',
  'POST /v1/recovery-cases/:id/hold',
  'POST /v1/recovery-cases/:id/release-hold',
  'GET /v1/operators/:id/contact',
  'POST /v1/operators/:id/contact',
  'POST /v1/operators/:id/reveal',
  'POST /v1/recovery-cases/:id/reveal',
  'POST /v1/operators/:id/contact/remove',
  'POST /v1/stores/:id/one-person',
  'GET /v1/stores/:id/one-person',
];

/** Nobody has shown yet who they are. */
const forAnybody = [
  'POST /v1/sessions',
  'POST /v1/setup',
  'GET /v1/sign-in',
  'GET /v1/sign-in/openid',
  'GET /v1/sign-in/openid/callback',
];

const routes = (): string[] =>
  compliance.routes
    .list()
    .filter(({ template }) => template.startsWith('/v1/'))
    .flatMap(({ template, methods }) => methods.map((method) => `${method} ${template}`))
    .filter((route) => !route.startsWith('HEAD '));

const addressOf = (template: string): string =>
  template
    .replace(':id', 't-1')
    .replace(':keyId', 'a'.repeat(32))
    .replace(':shiftId', '00000000-0000-4000-8000-000000000000')
    .replace(':profile', 'pci-dss')
    .replace(':kind', 'training');

it('has the routes of the contract and no other', () => {
  expect(routes().sort()).toEqual([...forTerminals, ...forAdministrators, ...forAnybody].sort());
});

it('has no route that names no permission: nobody could call it', () => {
  expect(routeNeeds(compliance.app).filter(({ need }) => need === undefined)).toEqual([]);
});

it('lets in who may, and answers everybody with our time', async () => {
  for (const route of routes().filter((name) => !forAnybody.includes(name))) {
    const [method, template] = route.split(' ') as ['GET' | 'POST', string];
    const statuses = [];
    for (const token of ['', 'wrong', 'ingest', 'admin']) {
      const { status, headers, body } = await compliance.ask(method, addressOf(template), undefined, { token });
      const code = (body as { error?: { code: string } }).error?.code;
      const isOut = code === 'unauthenticated' || (code === 'forbidden' && token !== 'admin');
      statuses.push(isOut ? status : 'in');
      expect([route, headers['tillwatch-time']]).toEqual([route, expect.stringMatching(/^1\d{12}$/)]);
    }
    expect([route, ...statuses]).toEqual([route, 401, 401, forTerminals.includes(route) ? 'in' : 403, 'in']);
  }
});

it('says our time also with an answer about events, and nowhere but in the API', async () => {
  const single = { token: 'ingest', headers: { 'content-type': 'application/cloudevents+json' } };
  const before = Date.now();
  const { status, headers } = await compliance.ask('POST', '/v1/events', { specversion: '1.0' }, single);
  expect(status).toBe(400);
  expect(Number(headers['tillwatch-time'])).toBeGreaterThanOrEqual(before);
  expect((await compliance.ask('GET', '/docs-json')).headers).not.toHaveProperty('tillwatch-time');
});

it('describes every route in OpenAPI, in both languages', () => {
  const { paths } = openApiOf(compliance.app);
  const documented = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations as Record<string, { summary: string }>).map(([method, { summary }]) => {
      expect([path, summary]).toEqual([path, expect.stringMatching(/^[A-Z].* \/ .*\p{Script=Han}/u)]);
      return `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`;
    }),
  );
  expect(documented.sort()).toEqual(routes().sort());
});

it.each([
  'GET /v1/terminals/a%00b/keys',
  'GET /v1/terminals/a%2Fb/journal',
  `POST /v1/terminals/${'a'.repeat(65)}/freeze`,
])('refuses %s: no terminal is called so', async (route) => {
  const [method, url] = route.split(' ') as ['GET' | 'POST', string];
  const { status, body } = await compliance.ask(method, url, method === 'POST' ? { reason: 'x' } : undefined);
  expect([status, body['error']]).toMatchObject([400, { code: 'parameter-invalid', path: '/id' }]);
});

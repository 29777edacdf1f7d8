import { openApiOf } from '@tillwatch/http';
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
  'POST /v1/alerts/:id/acknowledge',
  'POST /v1/alerts/:id/assign',
  'POST /v1/alerts/:id/comment',
  'POST /v1/alerts/:id/resolve',
  'POST /v1/alerts/:id/reopen',
  'POST /v1/silences',
  'POST /v1/silences/:id/expire',
  'POST /v1/rules/:id/stage',
  'POST /v1/operators',
  'POST /v1/operators/:id/suspend',
  'POST /v1/operators/:id/resume',
  'POST /v1/operators/:id/leave',
  'POST /v1/operators/:id/role',
  'POST /v1/operators/:id/scope-class',
  'POST /v1/operators/:id/training',
  'POST /v1/policies/:profile/versions',
  'POST /v1/policies/choice',
  'POST /v1/imports/:kind',
  'GET /v1/notification-channels',
  'POST /v1/notification-channels',
  'PUT /v1/notification-channels/:id',
  'DELETE /v1/notification-channels/:id',
  'POST /v1/notification-channels/:id/test',
  'GET /v1/deliveries',
  'POST /v1/deliveries/:id/retry',
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
    .replace(':profile', 'pci-dss')
    .replace(':kind', 'training');

it('has the routes of the contract and no other', () => {
  expect(routes().sort()).toEqual([...forTerminals, ...forAdministrators].sort());
});

it('lets in who may, and answers everybody with our time', async () => {
  for (const route of routes()) {
    const [method, template] = route.split(' ') as ['GET' | 'POST', string];
    const statuses = [];
    for (const token of ['', 'wrong', 'ingest', 'admin']) {
      const { status, headers } = await compliance.ask(method, addressOf(template), undefined, { token });
      statuses.push(status === 401 || status === 403 ? status : 'in');
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

import { openApiOf, routeNeeds } from '@tillwatch/http';
import { Ajv } from 'ajv';
import { lifeOfAlert, recordIds, registered, reviewed } from './records.contract.js';
import { people } from './people/people.contract.js';
import {
  platformEventOf,
  acknowledged,
  alertOf,
  commandOf,
  eventOf,
  startReporting,
  type ReportingFixture,
} from './reporting.contract.js';
import { caseId, lifeOfCase, onePersonAt } from './recovery/case.fixture.js';

let reporting: ReportingFixture;

beforeAll(async () => {
  reporting = await startReporting();
  const at = Date.now() - 60_000;
  await reporting.project([
    eventOf(3, 'LoginSucceeded', {
      at,
      operator: 'o-1',
      data: { sessionId: 'x', factors: ['password', 'pin'], network: 'ethernet' },
    }),
    eventOf(4, 'LoginFailed', { at, operator: 'o-1', data: { reason: 'invalid-password' } }),
    eventOf(5, 'OperatorLocked', {
      at,
      operator: 'o-1',
      data: { reason: 'too-many-failures', until: new Date(at + 9e5).toISOString() },
    }),
    eventOf(6, 'Heartbeat', {
      at,
      data: { queued: 2, clockOffsetMs: 40, roundTripMs: 8, posture: { tlsVersion: '1.3' } },
    }),
    eventOf(2, 'Heartbeat', { at: at - 1_000, data: { queued: 0, posture: { tlsVersion: '1.2', lockAfter: 3 } } }),
    eventOf(7, 'WentOffline', { at, data: {} }),
    alertOf(8, { at, operator: 'o-1' }),
    commandOf(9, { at, command: 'freeze' }),
    eventOf(10, 'CommandAcknowledged', { at, data: { ...acknowledged(9), command: 'freeze', number: 1 } }),
    eventOf(11, 'ChainSealed', { at, data: { head: '0'.repeat(64), keyId: 'k', signature: 's' } }),
    commandOf(12, { at, command: 'demand-password-change', operatorId: 'o-1' }),
    eventOf(13, 'CommandAcknowledged', {
      at,
      data: { ...acknowledged(12), command: 'demand-password-change', number: 2, outcome: 'refused', reason: 'no' },
    }),
    commandOf(14, { at, command: 'unfreeze' }),
    ...lifeOfAlert(15, at),
    ...registered(30, at),
    ...reviewed(40, at),
    ...lifeOfCase(30, at, '00000000-0000-8000-8000-000000000008'),
    onePersonAt(70, at, 'sun'),
    ...people(21, at),
    platformEventOf(28, 'StoreMerchantChanged', { stream: 'merchant-of-s-1', at, data: merchant }),
  ]);
});

afterAll(() => reporting.close());

const merchant = { actor: 'administrator', store: 's-1', merchant: 'm-1', reason: 'opened' };

/** Every address of ours, with an id that exists; `/docs` and the console's files are not Nest's routes. */
const addresses = (): { template: string; url: string; methods: string[] }[] =>
  reporting.routes
    .list()
    .filter(({ template }) => !template.startsWith('/docs'))
    .map(({ template, methods }) => ({ template, methods, url: template.replace(':id', idFor(template)) }));

function idFor(template: string): string {
  if (template.startsWith('/v1/operators')) return 'o-1';
  if (template.startsWith('/v1/daily-reviews')) return recordIds.day;
  if (template.startsWith('/v1/access-reviews')) return recordIds.record;
  if (template.startsWith('/v1/terminals')) return 't-1';
  if (template.startsWith('/v1/recovery-cases')) return caseId;
  if (template.startsWith('/v1/policies')) return 'pci-dss';
  return template.startsWith('/v1/alerts') ? '00000000-0000-8000-8000-000000000008' : 'R1';
}

const open = ['/healthz', '/readyz', '/metrics'];

it('has the routes of the contract', () => {
  expect(
    addresses()
      .map(({ template }) => template)
      .sort(),
  ).toEqual([
    '/healthz',
    '/metrics',
    '/readyz',
    '/v1/access-reviews',
    '/v1/access-reviews/:id',
    '/v1/alerts',
    '/v1/alerts/:id',
    '/v1/alerts/:id/explanation',
    '/v1/alerts/:id/history',
    '/v1/conformance',
    '/v1/control-failures',
    '/v1/control-requests',
    '/v1/counters',
    '/v1/daily-reviews',
    '/v1/daily-reviews/:id',
    '/v1/deadlines',
    '/v1/four-eyes',
    '/v1/inspections',
    '/v1/live',
    '/v1/one-person-stores',
    '/v1/operators',
    '/v1/operators/:id',
    '/v1/operators/:id/timeline',
    '/v1/overview',
    '/v1/policies',
    '/v1/policies/:id',
    '/v1/recovery-cases',
    '/v1/recovery-cases/:id',
    '/v1/recovery-cases/:id/dossier',
    '/v1/recovery-cases/:id/history',
    '/v1/reveals',
    '/v1/risk',
    '/v1/rules',
    '/v1/rules/:id',
    '/v1/rules/:id/explanation',
    '/v1/rules/:id/scorecard',
    '/v1/rules/:id/shadow-findings',
    '/v1/silences',
    '/v1/stores',
    '/v1/terminal-registry',
    '/v1/terminals',
    '/v1/terminals/:id',
    '/v1/terminals/:id/commands/history',
    '/v1/terminals/:id/gaps',
    '/v1/terminals/:id/inspections',
    '/v1/terminals/:id/registration',
    '/v1/terminals/:id/timeline',
    '/v1/training',
  ]);
});

it('has no route that names no permission: nobody could call it', () => {
  expect(routeNeeds(reporting.app).filter(({ need }) => need === undefined)).toEqual([]);
});

it('answers nobody without a token, with a wrong one or with one for sending events', async () => {
  for (const { template, url, methods } of addresses()) {
    if (open.includes(template)) continue;
    for (const method of methods) {
      const statuses = [];
      for (const token of ['', 'wrong', 'ingest']) statuses.push((await reporting.ask(url, { method, token })).status);
      expect([method, template, ...statuses]).toEqual([method, template, 401, 401, 403]);
    }
  }
});

it('refuses a token in the address, and any parameter it does not know', async () => {
  for (const { template, url } of addresses()) {
    for (const name of ['access_token', 'token', 'tenantId', 'constructor']) {
      const { status, body } = await reporting.ask(`${url}?${name}=admin`);
      expect([template, status, body['error']]).toEqual([
        template,
        400,
        expect.objectContaining({ code: 'parameter-invalid', path: `/${name}` }),
      ]);
    }
  }
});

it('answers every other method with 405 and what it allows', async () => {
  for (const { template, url } of addresses()) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'OPTIONS']) {
      const { status, headers } = await reporting.ask(url, { method, headers: { 'x-http-method-override': 'GET' } });
      expect([method, template, status, headers['allow']]).toEqual([method, template, 405, 'GET, HEAD']);
    }
  }
});

it('describes every route in OpenAPI, and no other', () => {
  const documented = Object.keys(openApiOf(reporting.app).paths).map((path) => path.replace('{id}', ':id'));
  expect(documented.sort()).toEqual(
    addresses()
      .map(({ template }) => template)
      .sort(),
  );
});

it('answers what OpenAPI says, to the last field', async () => {
  const document = openApiOf(reporting.app);
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const components = JSON.parse(JSON.stringify(document.components), (_, value: unknown) => closed(value)) as object;
  ajv.addSchema({ $id: 'api', components });
  for (const { template, url } of addresses()) {
    const operation = document.paths[template.replace(':id', '{id}')]!.get!;
    const { content } = operation.responses['200'] as { content: Record<string, { schema: object }> };
    const schema = content['application/json']?.schema;
    if (!schema) continue;
    const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object);
    for (const address of addressesOf(template, url)) {
      const { status, body } = await reporting.ask(address);
      expect([address, status, validate(body), validate.errors]).toEqual([address, 200, true, null]);
      expect([address, body.items]).not.toEqual([address, []]);
    }
    expect(operation.responses['default']).toBeDefined();
  }
});

function addressesOf(template: string, url: string): string[] {
  if (template === '/v1/alerts') return [url, `${url}?group=key`];
  return [template === '/v1/rules/:id/explanation' ? `${url}?operatorId=o-1` : url];
}

/** Objects with listed properties and nothing said of others allow no others here. */
function closed(value: unknown): unknown {
  const schema = value as { type?: string; properties?: object; additionalProperties?: unknown } | null;
  if (schema?.type === 'object' && schema.properties) return { additionalProperties: false, ...schema };
  return value;
}

it('serves the OpenAPI page from itself alone, within the content security policy', async () => {
  const page = await reporting.ask('/docs', { token: '' });
  expect(page.status).toBe(200);
  expect(page.text).not.toMatch(/(src|href)="(https?:)?\/\//);
  expect(page.text).not.toMatch(/<script>/);
  for (const [, source] of page.text.matchAll(/<script src="([^"]+)"/g)) {
    expect((await reporting.ask(new URL(source!, 'http://x/docs').pathname, { token: '' })).status).toBe(200);
  }
  expect((await reporting.ask('/docs-json', { token: '' })).body['openapi']).toMatch(/^3\./);
});

it.each([
  ['/v1/alerts?limit=201', '/limit'],
  ['/v1/alerts?limit=1.5', '/limit'],
  ['/v1/alerts?limit=', '/limit'],
  ['/v1/counters?from=2999-01-01T00:00:00Z', '/from'],
  ['/v1/operators/o-1?asOf=2026-02-30T00:00:00Z', '/asOf'],
  ['/v1/operators/o-1?asOf=2026-02-03T00:00:00', '/asOf'],
  ['/v1/operators/o-1?knownAt=yesterday', '/knownAt'],
  ['/v1/operators?q=%00', '/q'],
  [`/v1/operators?q=${'a'.repeat(129)}`, '/q'],
  [`/v1/alerts?cursor=${'a'.repeat(5_000)}`, '/cursor'],
  ['/v1/alerts?severity=high&severity=low', '/severity'],
  ['/v1/alerts?severity[]=high', '/severity[]'],
  ['/v1/terminals?state=on', '/state'],
  ['/v1/alerts?group=store', '/group'],
  ['/v1/alerts?group=key&sort=severity', '/sort'],
  ['/v1/alerts?status=closed', '/status'],
  ['/v1/silences?state=all', '/state'],
  ['/v1/risk?kind=merchant', '/kind'],
  ['/v1/risk?asOf=today', '/asOf'],
  ['/v1/rules/R1/explanation', '/operatorId'],
  ['/v1/rules/R1/explanation?terminalId=t-1', '/terminalId'],
  ['/v1/rules/R2/explanation?terminalId=t-1&operatorId=o-1', '/operatorId'],
  ['/v1/rules/R1/explanation?operatorId=o-1&from=2016-01-01T00:00:00Z', '/from'],
])('refuses %s at once', async (url, path) => {
  const before = performance.now();
  const { status, body } = await reporting.ask(url);
  expect(performance.now() - before).toBeLessThan(100);
  expect([status, body['error']]).toEqual([400, expect.objectContaining({ code: 'parameter-invalid', path })]);
});

describe('a cursor', () => {
  let cursor: string;

  beforeAll(async () => {
    cursor = (await reporting.ask('/v1/operators/o-1/timeline?limit=1')).body.nextCursor!;
  });

  const statusWith = async (url: string): Promise<unknown> => {
    const { status, body } = await reporting.ask(url);
    return status === 200 ? 200 : (body['error'] as { code: string }).code;
  };

  it('goes on where the page ended, whatever the size of the next', async () => {
    expect(await statusWith(`/v1/operators/o-1/timeline?cursor=${cursor}&limit=2`)).toBe(200);
  });

  it('is refused for another list or filter', async () => {
    for (const url of [
      `/v1/operators/o-2/timeline?limit=1&cursor=${cursor}`,
      `/v1/terminals/t-1/timeline?limit=1&cursor=${cursor}`,
      `/v1/operators/o-1/timeline?limit=1&from=2026-01-01T00:00:00Z&cursor=${cursor}`,
      '/v1/operators/o-1/timeline?cursor=',
    ]) {
      expect([url, await statusWith(url)]).toEqual([url, 'cursor-invalid']);
    }
  });
});

import { Controller, Get, Module, Post, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { Principal, Role } from '@tillwatch/api';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { silentLog } from '@tillwatch/kernel';
import { IsOptional, IsString } from 'class-validator';
import { Registry } from 'prom-client';
import { Caller } from './auth.guard.js';
import { createHttpApp } from './http-app.js';
import { Needs, OpenTo } from './needs.js';
import { routeNeeds } from './route-needs.js';
import { tokenChecker } from './token-check.js';

class Filter {
  @ApiProperty()
  @IsOptional()
  @IsString()
  store?: string;
}

@Controller('things')
class ThingController {
  @Get('forgotten')
  forgotten(): object {
    return {};
  }

  @Get('open')
  @OpenTo('anybody')
  open(): object {
    return {};
  }

  @Get()
  @Needs('terminals.read', 'store-filter')
  list(@Query() { store }: Filter): object {
    return { store: store ?? 'all' };
  }

  @Get('all')
  @Needs('terminals.read')
  all(): object {
    return {};
  }

  @Get('terminals/:id')
  @Needs('terminals.read', 'terminal')
  terminal(): object {
    return {};
  }

  @Post('terminals/:id/freeze')
  @Needs('terminals.control', 'terminal')
  freeze(@Caller() { name }: Principal): object {
    return { name };
  }

  @Get('me')
  @Needs('own-account.use', 'own')
  me(@Caller() caller: Principal): object {
    return caller;
  }
}

@Module({ controllers: [ThingController] })
class ThingModule {}

const person = (roles: Role[], more: Partial<Principal> = {}): Principal => ({
  tenant: 'default',
  subject: 'a-1',
  name: 'li.na',
  roles,
  by: { kind: 'session', id: 's-1' },
  ...more,
});

const sessions: Record<string, { principal: Principal; renewed?: string }> = {
  ['engineer'.padEnd(24, '-')]: { principal: person(['terminal-engineer']) },
  ['renewed'.padEnd(24, '-')]: { principal: person(['auditor']), renewed: 'fresh'.padEnd(24, '-') },
  ['new'.padEnd(24, '-')]: { principal: person(['administrator'], { mustChangePassword: true }) },
};
const tokens: Record<string, Principal> = {
  auditor: person(['auditor']),
  manager: person(['store-manager'], { stores: ['s-1'] }),
  area: person(['store-manager'], { stores: ['s-1', 's-2'] }),
};

const reads: object[] = [];
let app: NestFastifyApplication;
beforeAll(async () => {
  ({ app } = await createHttpApp(ThingModule, {
    checkToken: tokenChecker({ admin: 'admin', ingest: 'ingest' }),
    people: {
      ofToken: async (token) => tokens[token],
      ofSession: async (secret) => sessions[secret],
      again: async (principal) => principal,
    },
    onRead: async ({ name }, read) => void reads.push({ name, ...read }),
    storeOf: async (_, id) => ({ 't-1': 's-1', 't-3': 's-3' })[id],
    log: silentLog,
    metrics: new Registry(),
    isUnavailable: () => false,
  }));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(() => app.close());

async function ask(url: string, headers: Record<string, string>, method: 'GET' | 'POST' = 'GET') {
  const answer = await app.inject({ method, url: `/things${url}`, headers: { host: 'till.example', ...headers } });
  const body = answer.json<Record<string, unknown> & { error?: { code: string } }>();
  return { status: answer.statusCode, body, code: body.error?.code, cookie: answer.headers['set-cookie'] };
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const cookie = (name: string) => ({ cookie: `tillwatch-session=${name.padEnd(24, '-')}` });
const freeze = (headers: Record<string, string>) => ask('/terminals/t-1/freeze', headers, 'POST');

it('refuses a route that names no permission to everybody, administrators included', async () => {
  expect((await ask('/forgotten', bearer('admin'))).status).toBe(403);
  expect((await ask('/open', {})).status).toBe(200);
  const forgotten = routeNeeds(app).filter(({ need }) => need === undefined);
  expect(forgotten).toEqual([{ route: 'GET /things/forgotten', need: undefined }]);
});

it('lets an account in by its token, as far as its roles go', async () => {
  expect((await ask('/all', bearer('auditor'))).status).toBe(200);
  expect(await freeze(bearer('auditor'))).toMatchObject({ status: 403, code: 'forbidden' });
  expect((await ask('/all', bearer('nobody'))).status).toBe(401);
  expect((await ask('/me', bearer('ingest'))).status).toBe(403);
});

it('lets a session in by its cookie, and hands its holder to the handler', async () => {
  const answer = await freeze({ ...cookie('engineer'), origin: 'http://till.example' });
  expect(answer).toMatchObject({ status: 201, body: { name: 'li.na' } });
});

it.each([
  ['from another site', { 'sec-fetch-site': 'cross-site', origin: 'http://till.example' }],
  ['from a neighbouring host', { 'sec-fetch-site': 'same-site', origin: 'http://till.example' }],
  ['from another origin', { origin: 'https://evil.example' }],
  ['from another port', { origin: 'http://till.example:8081' }],
  ['from nowhere', { origin: 'null' }],
  ['by what is no browser', {}],
])('refuses a change %s that comes with a cookie', async (_, headers: Record<string, string>) => {
  expect(await freeze({ ...cookie('engineer'), ...headers })).toMatchObject({ status: 403, code: 'cross-site' });
});

it('asks nothing of the kind of reading, nor of a token: neither can be forged by a page', async () => {
  expect((await ask('/all', { ...cookie('engineer'), 'sec-fetch-site': 'cross-site' })).status).toBe(200);
  expect((await freeze({ ...bearer('admin'), origin: 'https://evil.example' })).status).toBe(201);
});

it.each([
  ['under another name', { cookie: `session=${'engineer'.padEnd(24, '-')}` }],
  ['of another form', { cookie: 'tillwatch-session=a b' }],
  ['twice', { cookie: `${cookie('engineer').cookie}; ${cookie('new').cookie}` }],
  ['with a token that is wrong', { ...cookie('engineer'), ...bearer('wrong') }],
])('knows nobody by a cookie %s', async (_, headers: Record<string, string>) => {
  expect((await ask('/all', headers)).status).toBe(401);
});

it('sends a renewed session as a cookie that no script reads and no other site sends', async () => {
  const { cookie: sent } = await ask('/all', cookie('renewed'));
  expect(sent).toBe(`tillwatch-session=${'fresh'.padEnd(24, '-')}; Path=/; HttpOnly; SameSite=Strict`);
});

it('lets somebody with a first password do nothing but change it', async () => {
  expect(await ask('/all', cookie('new'))).toMatchObject({ status: 403, code: 'password-change-required' });
  expect((await ask('/me', cookie('new'))).status).toBe(200);
});

it('keeps a caller of one store to it', async () => {
  const manager = bearer('manager');
  expect((await ask('/terminals/t-1', manager)).status).toBe(200);
  expect(await ask('/terminals/t-3', manager)).toMatchObject({ status: 404, code: 'not-found' });
  expect(await ask('/terminals/t-9', manager)).toMatchObject({ status: 404, code: 'not-found' });
  expect((await ask('/terminals/t-3', bearer('auditor'))).status).toBe(200);
  expect(await ask('', manager)).toMatchObject({ status: 200, body: { store: 's-1' } });
  expect((await ask('?store=s-3', manager)).status).toBe(403);
  expect(await ask('/all', manager)).toMatchObject({ status: 403, code: 'forbidden' });
  expect((await ask('/me', manager)).status).toBe(200);
});

it('has a caller of several stores say which', async () => {
  expect(await ask('', bearer('area'))).toMatchObject({ status: 400, code: 'parameter-invalid' });
  expect(await ask('?store=s-2', bearer('area'))).toMatchObject({ status: 200, body: { store: 's-2' } });
  expect((await ask('?store=s-1&store=s-3', bearer('area'))).status).toBe(400);
});

it('tells of what is read and by whom before it is answered, and not of what is refused or done', async () => {
  reads.length = 0;
  await ask('/terminals/t-1', bearer('manager'));
  await ask('/terminals/t-3', bearer('manager'));
  await ask('/all', bearer('nobody'));
  await ask('/me', bearer('auditor'));
  await freeze(bearer('admin'));
  expect(reads).toEqual([{ name: 'li.na', route: '/things/terminals/:id', id: 't-1' }]);
});

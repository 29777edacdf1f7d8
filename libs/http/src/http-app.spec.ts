import { connect } from 'node:net';
import { Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { Principal } from '@tillwatch/api';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CodedError, problem, silentLog } from '@tillwatch/kernel';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { Type } from 'class-transformer';
import { Registry } from 'prom-client';
import { Caller } from './auth.guard.js';
import { createHttpApp } from './http-app.js';
import { Needs, OpenTo } from './needs.js';
import { tokenChecker } from './token-check.js';

class ThingPath {
  @ApiProperty()
  @Matches(/^[a-z0-9-]{1,16}$/)
  id!: string;
}

class ThingQuery {
  @ApiProperty({ required: false })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(9)
  limit = 5;
}

@Controller('things')
@Needs('overview.read')
class ThingController {
  @Get(':id')
  thing(@Param() { id }: ThingPath, @Query() { limit }: ThingQuery, @Caller() caller: Principal): object {
    return { id, limit, caller };
  }

  @Post()
  @Needs('events.send')
  send(): object {
    throw new CodedError(problem('unavailable'), { retryAfter: 7 });
  }

  @Get('database/away')
  away(): never {
    throw new RangeError('connection refused');
  }

  @Get('open/door')
  @OpenTo('anybody')
  door(): never {
    throw new Error('secret detail');
  }
}

@Module({ controllers: [ThingController] })
class ThingModule {}

const logged: object[] = [];
const metrics = new Registry();
let app: NestFastifyApplication;

beforeAll(async () => {
  ({ app } = await createHttpApp(ThingModule, {
    checkToken: tokenChecker({ admin: 'admin', ingest: 'ingest' }),
    log: { ...silentLog, error: (fields) => void logged.push(fields) },
    metrics,
    isUnavailable: (error) => error instanceof RangeError,
  }));
  await app.listen(0, '127.0.0.1');
});

afterAll(() => app.close());

const ask = async (
  method: string,
  url: string,
  token?: string,
  headers: Record<string, string> = {},
  payload?: string,
) => {
  const authorization = token ? { authorization: `Bearer ${token}` } : {};
  const answer = await app.inject({ method: method as 'GET', url, headers: { ...authorization, ...headers }, payload });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json<Record<string, unknown>>() };
};
const errorOf = (body: Record<string, unknown>): { code: string; message: string; path?: string } =>
  body['error'] as { code: string; message: string; path?: string };

it('lets the administrator in, and hands the handler its parameters and caller', async () => {
  const { status, body } = await ask('GET', '/things/a-1?limit=3', 'admin');
  const caller = {
    ...{ tenant: 'default', subject: 'administrator', name: 'administrator' },
    ...{ roles: ['administrator'], by: { kind: 'installation' } },
  };
  expect([status, body]).toEqual([200, { id: 'a-1', limit: 3, caller }]);
});

it('answers 401 with a challenge, and 403 to a token of the wrong role', async () => {
  const none = await ask('GET', '/things/a');
  expect([none.status, errorOf(none.body).code, none.headers['www-authenticate']]).toEqual([
    401,
    'unauthenticated',
    'Bearer',
  ]);
  expect((await ask('GET', '/things/a', 'wrong')).status).toBe(401);
  expect((await ask('GET', '/things/a', 'ingest')).status).toBe(403);
  expect((await ask('POST', '/things', 'ingest')).status).toBe(503);
  expect((await ask('POST', '/things', 'admin')).headers['retry-after']).toBe('7');
});

it.each([
  ['/things/A', '/id'],
  ['/things/a%00', '/id'],
  [`/things/${'a'.repeat(2_000)}`, '/id'],
  ['/things/a?limit=10', '/limit'],
  ['/things/a?limit=NaN', '/limit'],
  ['/things/a?limit=1&limit=2', '/limit'],
  ['/things/a?colour=red', '/colour'],
  ['/things/a?token=admin', '/token'],
  ['/things/a?access_token=admin', '/access_token'],
  ['/things/a?__proto__=1', '/__proto__'],
])('refuses %s', async (url, path) => {
  const { status, body } = await ask('GET', url, 'admin');
  expect([status, errorOf(body).code, errorOf(body).path]).toEqual([400, 'parameter-invalid', path]);
});

it('says of a repeated parameter that it is repeated, not that it is malformed', async () => {
  const { body } = await ask('GET', '/things/a?limit=1&limit=1', 'admin');
  expect(errorOf(body).message).toContain('It is given more than once.');
});

it('tells an unknown path from a known one with the wrong method', async () => {
  expect(errorOf((await ask('GET', '/nothing', 'admin')).body).code).toBe('not-found');
  const wrong = await ask('DELETE', '/things/a', 'admin');
  expect([wrong.status, errorOf(wrong.body).code, wrong.headers['allow']]).toEqual([
    405,
    'method-not-allowed',
    'GET, HEAD',
  ]);
  expect((await ask('TRACE', '/things/a', 'admin')).status).toBe(405);
  expect((await ask('POST', '/things/a', 'admin', { 'x-http-method-override': 'GET' })).status).toBe(405);
});

it('keeps what failed inside to itself and the log', async () => {
  const { status, body } = await ask('GET', '/things/open/door');
  expect([status, body]).toEqual([500, { error: { code: 'internal', message: 'Something failed on our side.' } }]);
  expect(logged).toEqual(
    expect.arrayContaining([expect.objectContaining({ code: 'internal', route: '/things/open/door' })]),
  );
});

it('answers 503 with Retry-After when something it depends on is away', async () => {
  const { status, body, headers } = await ask('GET', '/things/database/away', 'admin');
  expect([status, errorOf(body).code, headers['retry-after']]).toEqual([503, 'unavailable', '2']);
});

it('maps what Fastify refuses to our codes', async () => {
  const typed = await ask('POST', '/things', 'admin', { 'content-type': 'text/plain' }, 'hello');
  expect([typed.status, errorOf(typed.body).code]).toEqual([415, 'media-type-unsupported']);
  const crooked = await ask('GET', '/things/%ZZ', 'admin');
  expect([crooked.status, errorOf(crooked.body).code]).toEqual([400, 'request-malformed']);
});

it('sends the security headers with every answer and never a CORS header', async () => {
  for (const url of ['/things/a', '/nothing', '/things/%ZZ', '/docs-json']) {
    const { headers } = await ask('GET', url, 'admin', { origin: 'null' });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

it('answers what is not HTTP on the socket, and closes it', async () => {
  const { port } = app.getHttpServer().address() as { port: number };
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
    socket
      .on('data', (bytes) => (text += String(bytes)))
      .on('end', () => resolve(text))
      .on('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n.*"code":"request-malformed"/s);
});

it('counts requests by route template', async () => {
  const text = await metrics.metrics();
  expect(text).toContain('tillwatch_http_request_seconds_count{method="GET",route="/things/:id",status="200"} ');
  expect(text).not.toContain('a-1');
});

import { Controller, Get, Module, Req } from '@nestjs/common';
import { silentLog } from '@tillwatch/kernel';
import type { FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { createHttpApp } from './http-app.js';
import { OpenTo } from './needs.js';
import { tokenChecker } from './token-check.js';

@Controller('where')
@OpenTo('anybody')
class WhereController {
  @Get()
  from(@Req() { ip }: FastifyRequest): object {
    return { ip };
  }
}

@Module({ controllers: [WhereController] })
class WhereModule {}

/** Where a request is taken to be from that came from 10.0.0.5 and says this of itself. */
async function fromOf(forwardedFor: string, trustedProxies?: readonly string[]): Promise<unknown> {
  const { app } = await createHttpApp(WhereModule, {
    checkToken: tokenChecker({ admin: 'admin', ingest: 'ingest' }),
    ...{ log: silentLog, metrics: new Registry(), isUnavailable: () => false },
    ...(trustedProxies && { trustedProxies }),
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const headers = { 'x-forwarded-for': forwardedFor };
  const answer = await app.inject({ method: 'GET', url: '/where', remoteAddress: '10.0.0.5', headers });
  await app.close();
  return answer.json<{ ip: string }>().ip;
}

it('believes nobody who says to be somebody’s proxy, unless told to', async () => {
  expect(await fromOf('192.0.2.7')).toBe('10.0.0.5');
  expect(await fromOf('192.0.2.7', ['10.0.0.9'])).toBe('10.0.0.5');
});

it('takes from a proxy of ours what it added, and not what came to it', async () => {
  expect(await fromOf('192.0.2.7', ['10.0.0.0/8'])).toBe('192.0.2.7');
  expect(await fromOf('198.51.100.1, 192.0.2.7', ['10.0.0.5'])).toBe('192.0.2.7');
  expect(await fromOf('198.51.100.1, 192.0.2.7, 10.0.0.6', ['10.0.0.0/8'])).toBe('192.0.2.7');
});

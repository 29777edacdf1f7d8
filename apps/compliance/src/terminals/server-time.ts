import type { OnModuleInit } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { Clock } from '@tillwatch/kernel';
import type { FastifyInstance } from 'fastify';

/** Injection token of the `Clock`. */
export const serverClock = Symbol('ServerClock');

/** Of the answer, ms since 1970: what terminals measure their own clock by. */
export const timeHeader = 'tillwatch-time';

/** Puts our time on every answer of the API, errors too, as late as it can be put there. */
export class ServerTime implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onSend', async (request, reply) => {
      if (request.url.startsWith('/v1/')) reply.header(timeHeader, String(this.clock()));
    });
  }
}

import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Principal, NoParameters } from '@tillwatch/http';
import { CodedError, problem } from '@tillwatch/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Cursors } from '../cursors.js';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';
import { LiveClient } from './live-client.js';
import { LiveHub } from './live-hub.js';
import { livePlace } from './live-place.js';

@ApiTags('live')
@ApiBearerAuth()
@Controller('v1/live')
export class LiveController {
  constructor(
    @Inject(reportingOptions) private readonly options: ReportingOptions,
    @Inject(LiveHub) private readonly hub: LiveHub,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Changes as they are committed, as server-sent events',
    description:
      '`event` is `alert`, `operator`, `terminal`, `counter` (data: the present row, as the lists have it) or `resync`: fetch the lists again.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The last `id` received, to go on from there.' })
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string' } } } })
  live(
    @Query() _: NoParameters,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const since = this.placeOf(caller, request.headers['last-event-id']);
    reply.headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    if (request.method === 'HEAD') return void reply.send('');
    this.hub.ensureRoom();
    const { authorization } = request.headers;
    reply.hijack();
    reply.raw.writeHead(200, reply.getHeaders() as Record<string, string>);
    reply.raw.flushHeaders();
    this.hub.add(new LiveClient(reply.raw, () => this.options.checkToken(authorization)?.role === 'admin'), since);
  }

  private placeOf({ tenant }: Principal, lastEventId: string | string[] | undefined): number | undefined {
    if (lastEventId === undefined || lastEventId === '') return undefined;
    try {
      return this.cursors.open<{ position: number }>(livePlace(tenant), String(lastEventId)).position;
    } catch {
      throw new CodedError(problem('cursor-invalid', '/Last-Event-ID'));
    }
  }
}

import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { may } from '@tillwatch/api';
import { Caller, Needs, NoParameters, type Principal } from '@tillwatch/http';
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
@Needs('live.follow', 'own')
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
    const mayStay = this.standing(caller, request.headers.authorization);
    reply.hijack();
    reply.raw.writeHead(200, reply.getHeaders() as Record<string, string>);
    reply.raw.flushHeaders();
    this.hub.add(new LiveClient(reply.raw, mayStay, seesEveryRow(caller), formFor(caller)), since);
  }

  /** Whether the caller may still follow, and see as much as at first. */
  private standing(caller: Principal, authorization: string | undefined): () => boolean | Promise<boolean> {
    const { checkToken, people } = this.options;
    if (caller.by.kind === 'installation') return () => checkToken(authorization) !== undefined;
    return async () => {
      const now = await people?.again(caller);
      const isFor = (principal: Principal): string => `${seesEveryRow(principal)} ${formFor(principal)}`;
      return now !== undefined && may(now.roles, 'live.follow') && isFor(now) === isFor(caller);
    };
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

/** Every kind of row that goes out, of every store. */
function seesEveryRow({ roles, stores }: Principal): boolean {
  const kinds = ['overview.read', 'alerts.read', 'operators.read', 'terminals.read'] as const;
  return stores === undefined && kinds.every((kind) => may(roles, kind));
}

function formFor({ roles }: Principal): 'clear' | 'masked' {
  return may(roles, 'personal-data.read') ? 'clear' : 'masked';
}

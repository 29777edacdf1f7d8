import { Controller, Headers, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { errorCodes } from '@tillwatch/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { eventBatch, singleEvent } from './event-bodies.js';
import { IngestEvents } from './ingest-events.js';
import { IntakeAnswerDto } from './intake-answer.dto.js';

@ApiTags('events')
@ApiBearerAuth()
@Controller('v1/events')
export class EventsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Needs('events.send')
  @ApiOperation({
    summary: 'Send events of terminals / 接收终端事件',
    description: 'CloudEvents 1.0 JSON, one or a batch of 1..1000.',
  })
  @ApiConsumes(singleEvent, eventBatch)
  @ApiBody({
    schema: { oneOf: [{ type: 'object' }, { type: 'array', items: { type: 'object' }, minItems: 1, maxItems: 1000 }] },
  })
  @ApiOkResponse({ type: IntakeAnswerDto })
  async ingest(
    @Req() request: FastifyRequest<{ Body: Buffer | undefined }>,
    @Headers('content-type') contentType: string | undefined,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IntakeAnswerDto> {
    const mode = contentType?.startsWith(eventBatch) ? 'batch' : 'single';
    const answer = await this.commands.execute(new IngestEvents(request.body, mode, caller.tenant));
    const refused = mode === 'single' ? answer.results[0]?.error : undefined;
    // A lone event that is refused has no neighbour to save: the request itself fails, with the same body and the error.
    reply.status(refused ? errorCodes[refused.code].status : HttpStatus.OK);
    return refused ? { ...answer, error: refused } : answer;
  }
}

import { applyDecorators, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import type { Log } from '@tillwatch/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readJsonBody } from '../json-body.js';
import { BacktestRule } from './backtest-rule.js';
import { BacktestText } from './backtest-text.js';
import { BackfillBody, BacktestBody, RulePath, TextBacktestBody } from './backtest.dto.js';
import { OrderBackfill } from './order-backfill.js';
import { answerWith } from './past-run.js';

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

/** Injection token of the log that runs which fail are told to. */
export const pastRunLog = Symbol('pastRunLog');

function streams(summary: string, description: string, body: new () => object): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary, description: `${description} One run at a time in an instance; 429 while there is one.` }),
    ApiBody({ type: body }),
    ApiOkResponse({ content: { 'application/x-ndjson': { schema: { type: 'string' } } } }),
  );
}

@ApiTags('rules')
@ApiBearerAuth()
@Controller('v1/rules')
export class BacktestController {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    @Inject(pastRunLog) private readonly log: Log,
  ) {}

  @Post(':id/backtest')
  @Needs('rules.read')
  @streams(
    'What a rule would have found in the past; nothing is appended / 回测规则',
    'One JSON object a line: `progress`, `finding`, `noLonger` (an alert that would not be raised now), at last `summary`, or `error` when it could not go on.',
    BacktestBody,
  )
  async backtest(@Param() { id }: RulePath, @Req() request: JsonRequest, @Res() reply: FastifyReply): Promise<void> {
    const wanted = readJsonBody(BacktestBody, request.body);
    answerWith(await this.queries.execute(new BacktestRule(id, wanted)), reply, this.log);
  }

  @Post('backtest')
  @Needs('rules.read')
  @streams(
    'What a rule of your own would have found, before it is in force / 回测自编规则',
    'The lines of `POST /v1/rules/{id}/backtest`. A text that cannot be run is 400 `rule-invalid`, with line and reason of each fault.',
    TextBacktestBody,
  )
  async backtestText(@Req() request: JsonRequest, @Res() reply: FastifyReply): Promise<void> {
    const wanted = readJsonBody(TextBacktestBody, request.body);
    answerWith(await this.queries.execute(new BacktestText(wanted)), reply, this.log);
  }

  @Post(':id/backfill')
  @Needs('rules.change')
  @streams(
    'Judge the past again and raise what nobody was told of / 补算过去的告警',
    'Alerts it raises are marked late and `backfill`. One JSON object a line: `progress`, `raised`, at last `summary`, or `error`.',
    BackfillBody,
  )
  async backfill(
    @Param() { id }: RulePath,
    @Req() request: JsonRequest,
    @Res() reply: FastifyReply,
    @Caller() { tenant, name }: Principal,
  ): Promise<void> {
    const { commandId, ...wanted } = readJsonBody(BackfillBody, request.body);
    const origin = { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
    answerWith(await this.commands.execute(new OrderBackfill(id, wanted, origin)), reply, this.log);
  }
}

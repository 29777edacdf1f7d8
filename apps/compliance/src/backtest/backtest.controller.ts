import { Readable } from 'node:stream';
import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { BacktestLine } from '@tillwatch/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readJsonBody } from '../json-body.js';
import { BacktestRule } from './backtest-rule.js';
import { BacktestBody, RulePath } from './backtest.dto.js';

@ApiTags('rules')
@ApiBearerAuth()
@Controller('v1/rules')
export class BacktestController {
  constructor(private readonly queries: QueryBus) {}

  @Post(':id/backtest')
  @ApiOperation({
    summary: 'What a rule would have found in the past; nothing is appended / 回测规则',
    description:
      'One JSON object a line: `progress`, `finding`, `noLonger` (an alert that would not be raised now), at last `summary`, or `error` when it could not go on. One at a time in an instance.',
  })
  @ApiBody({ type: BacktestBody })
  @ApiOkResponse({ content: { 'application/x-ndjson': { schema: { type: 'string' } } } })
  async backtest(
    @Param() { id }: RulePath,
    @Req() request: FastifyRequest<{ Body: Buffer | undefined }>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { lines, leave } = await this.queries.execute(new BacktestRule(id, readJsonBody(BacktestBody, request.body)));
    reply.raw.once('close', leave);
    reply
      .status(200)
      .headers({ 'content-type': 'application/x-ndjson', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
      .send(Readable.from(texts(lines), { objectMode: false }));
  }
}

async function* texts(lines: AsyncIterable<BacktestLine>): AsyncIterable<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

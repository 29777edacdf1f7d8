import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { OpenTo } from '@tillwatch/http';
import { CodedError, problem } from '@tillwatch/kernel';
import type { FastifyReply } from 'fastify';
import { NoParameters } from '../no-parameters.js';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';
import { readCheckpoint } from '@tillwatch/read-models';

/** Further behind than this, answers are too old to send people to. */
const lagEventsMax = 100_000;
const retryAfterSeconds = 5;

class HealthAnswer {
  @ApiProperty({ enum: ['ok'] }) status!: 'ok';
}

class ReadinessAnswer {
  @ApiProperty({ enum: ['ready'] }) status!: 'ready';
  @ApiProperty({ type: 'integer', description: 'Events in the log that the read models have not taken in yet.' })
  lagEvents!: number;
}

/** Open to anybody: what watches a process has no token, and nothing here is about a person. */
@ApiTags('health')
@Controller()
@OpenTo('anybody')
export class HealthController {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  @Get('healthz')
  @ApiOperation({ summary: 'Whether the process answers' })
  @ApiOkResponse({ type: HealthAnswer })
  health(@Query() _: NoParameters): HealthAnswer {
    return { status: 'ok' };
  }

  @Get('readyz')
  @ApiOperation({ summary: 'Whether the database answers and the read models are near the end of the log' })
  @ApiOkResponse({ type: ReadinessAnswer })
  @ApiServiceUnavailableResponse()
  async readiness(@Query() _: NoParameters): Promise<ReadinessAnswer> {
    const { database, logHead } = this.options;
    const [head, { position }] = await Promise.all([logHead(), readCheckpoint(database, false)]);
    const lagEvents = Math.max(0, head - position);
    if (lagEvents > lagEventsMax) {
      const detail = `The read models are ${lagEvents} events behind.`;
      throw new CodedError(problem('unavailable', undefined, detail), { retryAfter: retryAfterSeconds });
    }
    return { status: 'ready', lagEvents };
  }

  @Get('metrics')
  @ApiOperation({ summary: 'Figures for Prometheus' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  async metrics(@Query() _: NoParameters, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { metrics } = this.options;
    void reply.type(metrics.contentType);
    return metrics.metrics();
  }
}

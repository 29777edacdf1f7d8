import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { CodedError, problem } from '@tillwatch/kernel';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import { OpenTo } from './needs.js';
import { NoParameters } from './no-parameters.js';

export interface HealthChecks {
  /** Events in the log that the read models have not taken in yet; rejects when something we depend on is away. */
  lagEvents(): Promise<number>;
  metrics: Registry;
}

/** Injection token of `HealthChecks`. */
export const healthChecks = Symbol('HealthChecks');

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
  constructor(@Inject(healthChecks) private readonly checks: HealthChecks) {}

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
    const lagEvents = await this.checks.lagEvents();
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
    const { metrics } = this.checks;
    void reply.type(metrics.contentType);
    return metrics.metrics();
  }
}

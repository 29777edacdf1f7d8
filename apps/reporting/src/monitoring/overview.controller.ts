import { Controller, Get, Inject, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CounterView, OverviewView } from '@tillwatch/api';
import { CodedError, problem } from '@tillwatch/kernel';
import { Needs, NoParameters } from '@tillwatch/http';
import { rangeOf } from '../pages.js';
import { InstantParameter } from '../parameter-rules.js';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';
import { CounterPage, OverviewAnswer } from './overview.answer.js';
import { ReadCounters, ReadOverview } from './overview.queries.js';

const dayMs = 24 * 3_600_000;
/** One row a minute: at most 10,080 of them, which is also what the reader gives at most. */
const rangeMsMax = 7 * dayMs;

class CountersParameters {
  @InstantParameter('Inclusive. Default: a day before `to`.') from?: string;
  @InstantParameter('Exclusive. Default: now.') to?: string;
}

@ApiTags('overview')
@ApiBearerAuth()
@Controller('v1')
@Needs('overview.read')
export class OverviewController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(reportingOptions) private readonly options: ReportingOptions,
  ) {}

  @Get('overview')
  @ApiOperation({ summary: 'Totals, and the counters of the last 24 hours' })
  @ApiOkResponse({ type: OverviewAnswer })
  overview(@Query() _: NoParameters): Promise<OverviewView> {
    return this.queries.execute(new ReadOverview());
  }

  @Get('counters')
  @ApiOperation({ summary: 'Events and alerts per minute of corrected event time, oldest first; at most 7 days' })
  @ApiOkResponse({ type: CounterPage })
  async counters(@Query() parameters: CountersParameters): Promise<{ items: CounterView[] }> {
    const { to = this.options.clock(), from = to - dayMs } = rangeOf(parameters);
    rangeOf({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
    if (to - from > rangeMsMax)
      throw new CodedError(problem('parameter-invalid', '/from', 'It is over 7 days before `to`.'));
    return { items: await this.queries.execute(new ReadCounters(from, to)) };
  }
}

import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { CounterView, OverviewView } from '@tillwatch/api';
import { counters, overview } from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export class ReadOverview extends Query<OverviewView> {}

@QueryHandler(ReadOverview)
export class ReadOverviewHandler implements IQueryHandler<ReadOverview> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  async execute(): Promise<OverviewView> {
    const { database, clock, logHead } = this.options;
    return overview(database, clock(), await logHead());
  }
}

/** ms since 1970, `from` inclusive, `to` exclusive. */
export class ReadCounters extends Query<CounterView[]> {
  constructor(
    readonly from: number,
    readonly to: number,
  ) {
    super();
  }
}

@QueryHandler(ReadCounters)
export class ReadCountersHandler implements IQueryHandler<ReadCounters> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ from, to }: ReadCounters): Promise<CounterView[]> {
    return counters(this.options.database, from, to);
  }
}

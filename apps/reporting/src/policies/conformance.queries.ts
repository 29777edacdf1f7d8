import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ConformanceView } from '@tillwatch/api';
import { listConformance, type ConformanceQuery, type PageOf } from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export class ListConformance extends Query<PageOf<ConformanceView>> {
  constructor(readonly query: Omit<ConformanceQuery, 'nowMs'>) {
    super();
  }
}

@QueryHandler(ListConformance)
export class ListConformanceHandler implements IQueryHandler<ListConformance> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListConformance): Promise<PageOf<ConformanceView>> {
    return listConformance(this.options.database, { ...query, nowMs: this.options.clock() });
  }
}

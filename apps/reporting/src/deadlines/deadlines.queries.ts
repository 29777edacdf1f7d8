import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { DeadlineListView } from '@tillwatch/api';
import { listDeadlines, type DeadlineQuery } from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export class ListDeadlines extends Query<DeadlineListView> {
  constructor(readonly query: Omit<DeadlineQuery, 'nowMs'>) {
    super();
  }
}

@QueryHandler(ListDeadlines)
export class ListDeadlinesHandler implements IQueryHandler<ListDeadlines> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListDeadlines): Promise<DeadlineListView> {
    return listDeadlines(this.options.database, { ...query, nowMs: this.options.clock() });
  }
}

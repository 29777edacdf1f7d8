import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { SilenceView } from '@tillwatch/api';
import { listSilences, type PageOf, type SilenceQuery } from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export class ListSilences extends Query<PageOf<SilenceView>> {
  constructor(readonly query: Omit<SilenceQuery, 'nowMs'>) {
    super();
  }
}

@QueryHandler(ListSilences)
export class ListSilencesHandler implements IQueryHandler<ListSilences> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListSilences): Promise<PageOf<SilenceView>> {
    return listSilences(this.options.database, { ...query, nowMs: this.options.clock() });
  }
}

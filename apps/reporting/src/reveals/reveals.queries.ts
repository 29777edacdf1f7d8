import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { RevealView } from '@tillwatch/api';
import { listReveals, type PageOf, type RevealQuery } from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export class ListReveals extends Query<PageOf<RevealView>> {
  constructor(readonly query: RevealQuery) {
    super();
  }
}

@QueryHandler(ListReveals)
export class ListRevealsHandler implements IQueryHandler<ListReveals> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListReveals): Promise<PageOf<RevealView>> {
    return listReveals(this.options.database, query);
  }
}

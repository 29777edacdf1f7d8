import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { StoreView } from '@tillwatch/api';
import { listStores, type PageOf, type StoreQuery } from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export class ListStores extends Query<PageOf<StoreView>> {
  constructor(readonly query: StoreQuery) {
    super();
  }
}

@QueryHandler(ListStores)
export class ListStoresHandler implements IQueryHandler<ListStores> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListStores): Promise<PageOf<StoreView>> {
    return listStores(this.options.database, query);
  }
}

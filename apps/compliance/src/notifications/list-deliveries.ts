import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DeliveryView, Page } from '@tillwatch/api';
import type { Queryable } from '@tillwatch/postgres';
import { type DeliveryQuery, listDeliveries } from './deliveries.js';

export class ListDeliveries extends Query<Page<DeliveryView>> {
  constructor(readonly query: DeliveryQuery) {
    super();
  }
}

/** A page's cursor is its last delivery: whoever reads the list knows its id anyway. */
@QueryHandler(ListDeliveries)
export class ListDeliveriesHandler implements IQueryHandler<ListDeliveries> {
  constructor(private readonly database: Queryable) {}

  async execute({ query }: ListDeliveries): Promise<Page<DeliveryView>> {
    const items = await listDeliveries(this.database, { ...query, limit: query.limit + 1 });
    const page = items.slice(0, query.limit);
    return items.length > page.length ? { items: page, nextCursor: page.at(-1)!.id } : { items: page };
  }
}

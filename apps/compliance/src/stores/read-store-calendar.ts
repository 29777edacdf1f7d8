import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { StoreCalendarView } from '@tillwatch/api';
import { CodedError, problem } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { getStoreCalendar } from '@tillwatch/read-models';

export class ReadStoreCalendar extends Query<StoreCalendarView> {
  constructor(readonly store: string) {
    super();
  }
}

@QueryHandler(ReadStoreCalendar)
export class ReadStoreCalendarHandler implements IQueryHandler<ReadStoreCalendar> {
  constructor(private readonly database: Queryable) {}

  async execute({ store }: ReadStoreCalendar): Promise<StoreCalendarView> {
    const calendar = await getStoreCalendar(this.database, store);
    if (!calendar) throw new CodedError(problem('not-found'));
    return calendar;
  }
}

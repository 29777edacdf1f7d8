import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ShiftView } from '@tillwatch/api';
import type { Queryable } from '@tillwatch/postgres';
import { listShifts } from '@tillwatch/read-models';

export class ListShifts extends Query<ShiftView[]> {
  constructor(readonly operatorId: string) {
    super();
  }
}

/** Shifts in one answer: what is planned and what was lately. */
export const maxListed = 200;

@QueryHandler(ListShifts)
export class ListShiftsHandler implements IQueryHandler<ListShifts> {
  constructor(private readonly database: Queryable) {}

  execute({ operatorId }: ListShifts): Promise<ShiftView[]> {
    return listShifts(this.database, operatorId, maxListed);
  }
}

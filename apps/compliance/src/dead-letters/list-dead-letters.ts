import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DeadLetterView } from '@tillwatch/api';
import type { Queryable } from '@tillwatch/postgres';
import { listDeadLetters } from './dead-letters.js';

export class ListDeadLetters extends Query<DeadLetterView[]> {
  constructor(readonly limit: number) {
    super();
  }
}

@QueryHandler(ListDeadLetters)
export class ListDeadLettersHandler implements IQueryHandler<ListDeadLetters> {
  constructor(private readonly database: Queryable) {}

  execute({ limit }: ListDeadLetters): Promise<DeadLetterView[]> {
    return listDeadLetters(this.database, limit);
  }
}

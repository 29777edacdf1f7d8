import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { TerminalKeyView } from '@tillwatch/api';
import type { Queryable } from '@tillwatch/postgres';
import { listTerminalKeys } from '@tillwatch/read-models';

export class ListKeys extends Query<TerminalKeyView[]> {
  constructor(readonly terminalId: string) {
    super();
  }
}

@QueryHandler(ListKeys)
export class ListKeysHandler implements IQueryHandler<ListKeys> {
  constructor(private readonly database: Queryable) {}

  execute({ terminalId }: ListKeys): Promise<TerminalKeyView[]> {
    return listTerminalKeys(this.database, terminalId);
  }
}

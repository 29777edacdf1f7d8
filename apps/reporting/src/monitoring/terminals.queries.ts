import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { GapView, TerminalCommandView, TerminalView, TimelineEntry } from '@tillwatch/api';
import {
  getTerminal,
  listTerminalCommands,
  listTerminals,
  terminalGaps,
  terminalTimeline,
  type CommandQuery,
  type PageOf,
  type TerminalQuery,
  type TimelineQuery,
} from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export class ListTerminals extends Query<PageOf<TerminalView>> {
  constructor(readonly query: TerminalQuery) {
    super();
  }
}

@QueryHandler(ListTerminals)
export class ListTerminalsHandler implements IQueryHandler<ListTerminals> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListTerminals): Promise<PageOf<TerminalView>> {
    return listTerminals(this.options.database, query);
  }
}

export class GetTerminal extends Query<TerminalView | undefined> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetTerminal)
export class GetTerminalHandler implements IQueryHandler<GetTerminal> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ id }: GetTerminal): Promise<TerminalView | undefined> {
    return getTerminal(this.options.database, id);
  }
}

export class ReadTerminalTimeline extends Query<PageOf<TimelineEntry>> {
  constructor(
    readonly id: string,
    readonly query: TimelineQuery,
  ) {
    super();
  }
}

@QueryHandler(ReadTerminalTimeline)
export class ReadTerminalTimelineHandler implements IQueryHandler<ReadTerminalTimeline> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ id, query }: ReadTerminalTimeline): Promise<PageOf<TimelineEntry>> {
    return terminalTimeline(this.options.database, id, query);
  }
}

export class ListGaps extends Query<GapView[]> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(ListGaps)
export class ListGapsHandler implements IQueryHandler<ListGaps> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ id }: ListGaps): Promise<GapView[]> {
    return terminalGaps(this.options.database, id);
  }
}

export class ListCommands extends Query<PageOf<TerminalCommandView>> {
  constructor(
    readonly id: string,
    readonly query: CommandQuery,
  ) {
    super();
  }
}

@QueryHandler(ListCommands)
export class ListCommandsHandler implements IQueryHandler<ListCommands> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ id, query }: ListCommands): Promise<PageOf<TerminalCommandView>> {
    return listTerminalCommands(this.options.database, id, query);
  }
}

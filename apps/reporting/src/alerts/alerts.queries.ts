import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AlertGroupView, AlertHistoryEntry, AlertView } from '@tillwatch/api';
import {
  alertHistory,
  getAlerts,
  listAlertGroups,
  listAlerts,
  type AlertFilter,
  type AlertQuery,
  type PageCursor,
  type PageOf,
} from '@tillwatch/read-models';
import { alertViews } from './alert-view.js';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

interface Place {
  limit: number;
  after?: PageCursor;
}

export class ListAlerts extends Query<PageOf<AlertView>> {
  constructor(readonly query: AlertQuery) {
    super();
  }
}

@QueryHandler(ListAlerts)
export class ListAlertsHandler implements IQueryHandler<ListAlerts> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  async execute({ query }: ListAlerts): Promise<PageOf<AlertView>> {
    const { database, clock, rules } = this.options;
    const page = await listAlerts(database, query);
    return { ...page, items: await alertViews(database, page.items, { rules, nowMs: clock() }) };
  }
}

export class ListAlertGroups extends Query<PageOf<AlertGroupView>> {
  constructor(readonly query: AlertFilter & Place) {
    super();
  }
}

@QueryHandler(ListAlertGroups)
export class ListAlertGroupsHandler implements IQueryHandler<ListAlertGroups> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListAlertGroups): Promise<PageOf<AlertGroupView>> {
    return listAlertGroups(this.options.database, query);
  }
}

export class GetAlert extends Query<AlertView | undefined> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetAlert)
export class GetAlertHandler implements IQueryHandler<GetAlert> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  async execute({ id }: GetAlert): Promise<AlertView | undefined> {
    const { database, clock, rules } = this.options;
    return (await alertViews(database, await getAlerts(database, [id]), { rules, nowMs: clock() }))[0];
  }
}

export class ReadAlertHistory extends Query<PageOf<AlertHistoryEntry>> {
  constructor(
    readonly id: string,
    readonly place: Place,
  ) {
    super();
  }
}

@QueryHandler(ReadAlertHistory)
export class ReadAlertHistoryHandler implements IQueryHandler<ReadAlertHistory> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ id, place }: ReadAlertHistory): Promise<PageOf<AlertHistoryEntry>> {
    return alertHistory(this.options.database, id, place);
  }
}

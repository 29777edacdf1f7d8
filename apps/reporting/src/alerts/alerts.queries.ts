import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AlertView } from '@tillwatch/api';
import { getAlert, listAlerts, type AlertQuery, type PageOf } from '@tillwatch/read-models';
import { alertView } from './alert-view.js';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export class ListAlerts extends Query<PageOf<AlertView>> {
  constructor(readonly query: AlertQuery) {
    super();
  }
}

@QueryHandler(ListAlerts)
export class ListAlertsHandler implements IQueryHandler<ListAlerts> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  async execute({ query }: ListAlerts): Promise<PageOf<AlertView>> {
    const page = await listAlerts(this.options.database, query);
    return { ...page, items: page.items.map(alertView) };
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
    const alert = await getAlert(this.options.database, id);
    return alert && alertView(alert);
  }
}

import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { InspectionView, RegistrationView } from '@tillwatch/api';
import {
  type DueQuery,
  type InspectionQuery,
  listInspections,
  listInspectionsDue,
  listRegistrations,
  type PageOf,
  type RegistrationQuery,
  terminalRegistration,
} from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export class ListRegistrations extends Query<PageOf<RegistrationView>> {
  constructor(readonly query: RegistrationQuery) {
    super();
  }
}

@QueryHandler(ListRegistrations)
export class ListRegistrationsHandler implements IQueryHandler<ListRegistrations> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListRegistrations): Promise<PageOf<RegistrationView>> {
    return listRegistrations(this.options.database, query);
  }
}

export class GetRegistration extends Query<RegistrationView | undefined> {
  constructor(readonly terminalId: string) {
    super();
  }
}

@QueryHandler(GetRegistration)
export class GetRegistrationHandler implements IQueryHandler<GetRegistration> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ terminalId }: GetRegistration): Promise<RegistrationView | undefined> {
    return terminalRegistration(this.options.database, terminalId);
  }
}

export class ListInspections extends Query<PageOf<InspectionView>> {
  constructor(
    readonly terminalId: string,
    readonly query: InspectionQuery,
  ) {
    super();
  }
}

@QueryHandler(ListInspections)
export class ListInspectionsHandler implements IQueryHandler<ListInspections> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ terminalId, query }: ListInspections): Promise<PageOf<InspectionView>> {
    return listInspections(this.options.database, terminalId, query);
  }
}

export class ListInspectionsDue extends Query<PageOf<RegistrationView>> {
  constructor(readonly query: Omit<DueQuery, 'nowMs'>) {
    super();
  }
}

@QueryHandler(ListInspectionsDue)
export class ListInspectionsDueHandler implements IQueryHandler<ListInspectionsDue> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListInspectionsDue): Promise<PageOf<RegistrationView>> {
    return listInspectionsDue(this.options.database, { ...query, nowMs: this.options.clock() });
  }
}

export const registryQueryHandlers = [
  ListRegistrationsHandler,
  GetRegistrationHandler,
  ListInspectionsHandler,
  ListInspectionsDueHandler,
];

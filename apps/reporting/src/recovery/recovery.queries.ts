import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { OnePersonStoreView, Principal, RecoveryCaseView, RecoveryDossierView, RecoveryHistoryEntry } from '@tillwatch/api'; // prettier-ignore
import { getRecoveryCase, listOnePersonStores, listRecoveryCases, recoveryHistory, type PageCursor, type PageOf, type RecoveryFilter } from '@tillwatch/read-models'; // prettier-ignore
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';
import { dossierOf } from './dossier.js';

interface Place {
  limit: number;
  after?: PageCursor;
}

export class ListRecoveries extends Query<PageOf<RecoveryCaseView>> {
  constructor(readonly query: RecoveryFilter & Place) {
    super();
  }
}

@QueryHandler(ListRecoveries)
export class ListRecoveriesHandler implements IQueryHandler<ListRecoveries> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListRecoveries): Promise<PageOf<RecoveryCaseView>> {
    return listRecoveryCases(this.options.database, { ...query, nowMs: this.options.clock() });
  }
}

export class GetRecovery extends Query<RecoveryCaseView | undefined> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetRecovery)
export class GetRecoveryHandler implements IQueryHandler<GetRecovery> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ id }: GetRecovery): Promise<RecoveryCaseView | undefined> {
    return getRecoveryCase(this.options.database, id, this.options.clock());
  }
}

export class ReadRecoveryHistory extends Query<PageOf<RecoveryHistoryEntry>> {
  constructor(
    readonly id: string,
    readonly place: Place,
  ) {
    super();
  }
}

@QueryHandler(ReadRecoveryHistory)
export class ReadRecoveryHistoryHandler implements IQueryHandler<ReadRecoveryHistory> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ id, place }: ReadRecoveryHistory): Promise<PageOf<RecoveryHistoryEntry>> {
    return recoveryHistory(this.options.database, id, place);
  }
}

export class ReadDossier extends Query<RecoveryDossierView | undefined> {
  constructor(
    readonly id: string,
    readonly reader: Principal,
  ) {
    super();
  }
}

@QueryHandler(ReadDossier)
export class ReadDossierHandler implements IQueryHandler<ReadDossier> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ id, reader }: ReadDossier): Promise<RecoveryDossierView | undefined> {
    const { database, rules, clock } = this.options;
    return dossierOf(database, id, { rules, nowMs: clock(), reader });
  }
}

export class ListOnePersonStores extends Query<OnePersonStoreView[]> {}

@QueryHandler(ListOnePersonStores)
export class ListOnePersonStoresHandler implements IQueryHandler<ListOnePersonStores> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute(): Promise<OnePersonStoreView[]> {
    return listOnePersonStores(this.options.database);
  }
}

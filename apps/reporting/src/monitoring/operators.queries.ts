import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { OperatorView, TimelineEntry } from '@tillwatch/api';
import {
  getOperator,
  listOperators,
  operatorAsOf,
  operatorTimeline,
  type OperatorQuery,
  type PageOf,
  type TimelineQuery,
} from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export class ListOperators extends Query<PageOf<OperatorView>> {
  constructor(readonly query: Omit<OperatorQuery, 'nowMs'>) {
    super();
  }
}

@QueryHandler(ListOperators)
export class ListOperatorsHandler implements IQueryHandler<ListOperators> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListOperators): Promise<PageOf<OperatorView>> {
    return listOperators(this.options.database, { ...query, nowMs: this.options.clock() });
  }
}

/** The operator now, or at an instant, by what had reached us at another. */
export class GetOperator extends Query<OperatorView | undefined> {
  constructor(
    readonly id: string,
    readonly asOf?: number,
    readonly knownAt?: number,
  ) {
    super();
  }
}

@QueryHandler(GetOperator)
export class GetOperatorHandler implements IQueryHandler<GetOperator> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ id, asOf, knownAt }: GetOperator): Promise<OperatorView | undefined> {
    const { database, clock } = this.options;
    const now = clock();
    if (asOf === undefined && knownAt === undefined) return getOperator(database, id, now);
    return operatorAsOf(database, id, { asOf: asOf ?? now, knownAt: knownAt ?? now });
  }
}

export class ReadOperatorTimeline extends Query<PageOf<TimelineEntry>> {
  constructor(
    readonly id: string,
    readonly query: TimelineQuery,
  ) {
    super();
  }
}

@QueryHandler(ReadOperatorTimeline)
export class ReadOperatorTimelineHandler implements IQueryHandler<ReadOperatorTimeline> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ id, query }: ReadOperatorTimeline): Promise<PageOf<TimelineEntry>> {
    return operatorTimeline(this.options.database, id, query);
  }
}

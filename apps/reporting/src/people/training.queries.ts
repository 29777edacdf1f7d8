import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { TrainingView } from '@tillwatch/api';
import { listTraining, type PageOf, type TrainingQuery } from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export class ListTraining extends Query<PageOf<TrainingView>> {
  constructor(readonly query: Omit<TrainingQuery, 'nowMs'>) {
    super();
  }
}

@QueryHandler(ListTraining)
export class ListTrainingHandler implements IQueryHandler<ListTraining> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListTraining): Promise<PageOf<TrainingView>> {
    return listTraining(this.options.database, { ...query, nowMs: this.options.clock() });
  }
}

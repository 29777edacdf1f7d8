import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { EntityRiskView, RiskView } from '@tillwatch/api';
import { entityRisks } from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export class ReadRisk extends Query<EntityRiskView[]> {
  constructor(
    readonly kind: RiskView['kind'],
    readonly asOfMs: number,
    readonly limit: number,
  ) {
    super();
  }
}

@QueryHandler(ReadRisk)
export class ReadRiskHandler implements IQueryHandler<ReadRisk> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ kind, asOfMs, limit }: ReadRisk): Promise<EntityRiskView[]> {
    return entityRisks(this.options.database, kind, asOfMs, limit);
  }
}

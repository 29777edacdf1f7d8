import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { EntityRiskView, RiskAccount, RiskView } from '@tillwatch/api';
import { entityRisks, riskAccount } from '@tillwatch/read-models';
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

export class ReadRiskOf extends Query<RiskAccount> {
  constructor(
    readonly kind: RiskView['kind'],
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(ReadRiskOf)
export class ReadRiskOfHandler implements IQueryHandler<ReadRiskOf> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ kind, id }: ReadRiskOf): Promise<RiskAccount> {
    return riskAccount(this.options.database, kind, id, this.options.clock());
  }
}

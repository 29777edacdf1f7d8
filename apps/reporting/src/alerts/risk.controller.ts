import { Controller, Get, Inject, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Needs } from '@tillwatch/http';
import type { EntityRiskView, RiskView } from '@tillwatch/api';
import { InstantParameter, LimitParameter, OneOf, pageLimitDefault } from '../parameter-rules.js';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';
import { instant, integer } from './alert.answer.js';
import { ReadRisk } from './risk.queries.js';

const kinds: RiskView['kind'][] = ['operator', 'terminal', 'store'];

class RiskParameters {
  @OneOf(kinds, 'Default `operator`.') kind?: RiskView['kind'];
  @InstantParameter('By what had happened then, corrected event time; as it is judged now. Default: now.')
  asOf?: string;
  @LimitParameter() limit?: number;
}

class EntityRiskAnswer implements EntityRiskView {
  @ApiProperty() id!: string;
  @ApiProperty({ description: 'Sum of weight by severity (1, 4, 16, 64) × 2^(-age / 7 days).' }) score!: number;
  @ApiProperty({ ...integer, description: 'Alerts in it.' }) alerts!: number;
  @ApiProperty(instant) lastAt!: string;
}

class RiskAnswer implements RiskView {
  @ApiProperty({ enum: kinds }) kind!: RiskView['kind'];
  @ApiProperty(instant) asOf!: string;
  @ApiProperty({ type: [EntityRiskAnswer], description: 'Highest first.' }) items!: EntityRiskAnswer[];
}

@ApiTags('risk')
@ApiBearerAuth()
@Controller('v1/risk')
@Needs('risk.read')
export class RiskController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(reportingOptions) private readonly options: ReportingOptions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Operators, terminals or stores most at risk, by their alerts, with decay' })
  @ApiOkResponse({ type: RiskAnswer })
  async read(@Query() { kind = 'operator', asOf, limit = pageLimitDefault }: RiskParameters): Promise<RiskView> {
    const at = asOf === undefined ? this.options.clock() : Date.parse(asOf);
    const items = await this.queries.execute(new ReadRisk(kind, at, limit));
    return { kind, asOf: new Date(at).toISOString(), items };
  }
}

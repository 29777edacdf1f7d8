import { applyDecorators, Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { RiskAccount, RiskView, Severity } from '@tillwatch/api';
import { Needs, NoParameters, type Reach } from '@tillwatch/http';
import { IdParameter } from '../parameter-rules.js';
import { instant, integer, severities } from './alert.answer.js';
import { ReadRiskOf } from './risk.queries.js';

class EntityPath {
  @IdParameter() id!: string;
}

class RiskItemAnswer {
  @ApiProperty() alert!: string;
  @ApiProperty() rule!: string;
  @ApiProperty({ enum: severities }) severity!: Severity;
  @ApiProperty(instant) lastAt!: string;
  @ApiProperty({ description: 'On the day it happened.' }) weight!: number;
  @ApiProperty({ description: 'Now.' }) adds!: number;
}

class RiskAccountAnswer implements RiskAccount {
  @ApiProperty({ enum: ['operator', 'terminal', 'store'] }) kind!: RiskView['kind'];
  @ApiProperty() id!: string;
  @ApiProperty(instant) asOf!: string;
  @ApiProperty() score!: number;
  @ApiProperty({ ...integer, description: 'An alert adds half as much after each of these.' }) halfLifeMs!: number;
  @ApiProperty({ ...integer, description: 'What is older adds nothing.' }) horizonMs!: number;
  @ApiProperty(integer) alerts!: number;
  @ApiProperty({ type: [RiskItemAnswer], maxItems: 50, description: 'Those that add most.' }) items!: RiskItemAnswer[];
}

/** A route about the risk of the thing its path names. */
function RiskOf(path: string, reach: Reach): MethodDecorator {
  return applyDecorators(
    Get(path),
    Needs('risk.read', reach),
    ApiOperation({ summary: 'Its risk now, and what each alert adds after decay / 风险构成' }),
    ApiOkResponse({ type: RiskAccountAnswer }),
  );
}

@ApiTags('risk')
@ApiBearerAuth()
@Controller('v1')
export class EntityRiskController {
  constructor(private readonly queries: QueryBus) {}

  @RiskOf('operators/:id/risk', 'operator')
  operator(@Param() { id }: EntityPath, @Query() _: NoParameters): Promise<RiskAccount> {
    return this.queries.execute(new ReadRiskOf('operator', id));
  }

  @RiskOf('terminals/:id/risk', 'terminal')
  terminal(@Param() { id }: EntityPath, @Query() _: NoParameters): Promise<RiskAccount> {
    return this.queries.execute(new ReadRiskOf('terminal', id));
  }

  @RiskOf('stores/:id/risk', 'store')
  store(@Param() { id }: EntityPath, @Query() _: NoParameters): Promise<RiskAccount> {
    return this.queries.execute(new ReadRiskOf('store', id));
  }
}

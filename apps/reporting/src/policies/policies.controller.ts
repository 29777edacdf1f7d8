import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PoliciesView, PolicyView } from '@tillwatch/api';
import { Needs } from '@tillwatch/http';
import { found } from '../pages.js';
import { IdFilter, IdParameter, InstantParameter } from '../parameter-rules.js';
import { GetPolicy, ListPolicies } from './policies.queries.js';
import { PoliciesAnswer, PolicyAnswer } from './policy.answer.js';

class PoliciesParameters {
  @IdFilter() store?: string;
  @InstantParameter('What was in force then.') asOf?: string;
}

class PolicyPath {
  @IdParameter() id!: string;
}

class AsOfParameter {
  @InstantParameter('What was in force then.') asOf?: string;
}

@ApiTags('policies')
@ApiBearerAuth()
@Controller('v1/policies')
export class PoliciesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Needs('policies.read')
  @ApiOperation({ summary: 'Policy profiles, which stores go by which, and what a store was held to at an instant' })
  @ApiOkResponse({ type: PoliciesAnswer })
  list(@Query() { store, asOf }: PoliciesParameters): Promise<PoliciesView> {
    return this.queries.execute(new ListPolicies(store, instantOf(asOf)));
  }

  @Get(':id')
  @Needs('policies.read')
  @ApiOperation({ summary: 'One policy profile with its versions' })
  @ApiOkResponse({ type: PolicyAnswer })
  async get(@Param() { id }: PolicyPath, @Query() { asOf }: AsOfParameter): Promise<PolicyView> {
    return found(await this.queries.execute(new GetPolicy(id, instantOf(asOf))));
  }
}

function instantOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

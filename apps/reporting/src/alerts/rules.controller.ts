import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { RuleView } from '@tillwatch/api';
import { NoParameters } from '@tillwatch/http';
import { found } from '../pages.js';
import { IdParameter } from '../parameter-rules.js';
import { RuleAnswer, RulePage } from './alert.answer.js';
import { GetRule, ListRules } from './rules.queries.js';

class RulePath {
  @IdParameter() id!: string;
}

@ApiTags('rules')
@ApiBearerAuth()
@Controller('v1/rules')
export class RulesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'Every detection rule, with its runbook' })
  @ApiOkResponse({ type: RulePage })
  async list(@Query() _: NoParameters): Promise<{ items: RuleView[] }> {
    return { items: await this.queries.execute(new ListRules()) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One detection rule' })
  @ApiOkResponse({ type: RuleAnswer })
  async get(@Param() { id }: RulePath, @Query() _: NoParameters): Promise<RuleView> {
    return found(await this.queries.execute(new GetRule(id)));
  }
}

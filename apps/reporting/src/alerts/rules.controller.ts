import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Page, RuleView, ScorecardView, ShadowFindingView } from '@tillwatch/api';
import { Caller, Needs, NoParameters, type Principal } from '@tillwatch/http';
import { found, Pages } from '../pages.js';
import { IdParameter } from '../parameter-rules.js';
import { PageParameters } from './alerts.parameters.js';
import { RuleAnswer, RulePage, ScorecardAnswer, ShadowFindingPage } from './rule.answer.js';
import { GetRule, ListRules, ListShadowFindings, type Rules } from './rules.queries.js';

class RulePath {
  @IdParameter() id!: string;
}

@ApiTags('rules')
@ApiBearerAuth()
@Controller('v1/rules')
@Needs('rules.read')
export class RulesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Every detection rule, with its runbook, its stage and what became of its alerts' })
  @ApiOkResponse({ type: RulePage })
  list(@Query() _: NoParameters): Promise<Rules> {
    return this.queries.execute(new ListRules());
  }

  @Get(':id')
  @ApiOperation({ summary: 'One detection rule' })
  @ApiOkResponse({ type: RuleAnswer })
  async get(@Param() { id }: RulePath, @Query() _: NoParameters): Promise<RuleView> {
    return found(await this.queries.execute(new GetRule(id)));
  }

  @Get(':id/scorecard')
  @ApiOperation({ summary: 'What became of its alerts of the last 30 days' })
  @ApiOkResponse({ type: ScorecardAnswer })
  async scorecard(@Param() { id }: RulePath, @Query() _: NoParameters): Promise<ScorecardView> {
    return found(await this.queries.execute(new GetRule(id))).scorecard;
  }

  @Get(':id/shadow-findings')
  @ApiOperation({ summary: 'What it would have raised alerts for while it was in shadow, latest first' })
  @ApiOkResponse({ type: ShadowFindingPage })
  shadowFindings(
    @Param() { id }: RulePath,
    @Query() parameters: PageParameters,
    @Caller() caller: Principal,
  ): Promise<Page<ShadowFindingView>> {
    return this.pages.answer(`rules/${id}/shadow-findings`, caller, parameters, (place) =>
      this.queries.execute(new ListShadowFindings({ rule: id, ...place })),
    );
  }
}

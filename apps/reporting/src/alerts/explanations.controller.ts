import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AlertExplanation, RuleExplanation } from '@tillwatch/api';
import type { Grouping, Key } from '@tillwatch/detection';
import { Needs, NoParameters } from '@tillwatch/http';
import { CodedError, problem } from '@tillwatch/kernel';
import { ruleById, type DescribedRule } from '@tillwatch/read-models';
import { found, rangeOf } from '../pages.js';
import { IdFilter, IdParameter, InstantParameter } from '../parameter-rules.js';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';
import { AlertPath } from './alerts.parameters.js';
import { AlertExplanationAnswer, RuleExplanationAnswer } from './explanation.answer.js';
import { ExplainAlert, ExplainRule } from './explanations.queries.js';

const dayMs = 24 * 3_600_000;
const maxDays = 32;

class RulePath {
  @IdParameter() id!: string;
}

class ExplanationParameters {
  @IdFilter() operatorId?: string;
  @IdFilter() terminalId?: string;
  @IdFilter() storeId?: string;
  @IdFilter() actor?: string;
  @InstantParameter('Corrected event time. Default: a day before `to`.') from?: string;
  @InstantParameter('Default: now. At most 32 days after `from`.') to?: string;
}

/** The parameter that names what a rule counts by. */
const parameterOf = {
  operator: 'operatorId',
  terminal: 'terminalId',
  store: 'storeId',
  actor: 'actor',
} as const satisfies Record<Grouping, string>;

@ApiTags('rules')
@ApiBearerAuth()
@Controller('v1')
export class ExplanationsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(reportingOptions) private readonly options: ReportingOptions,
  ) {}

  @Get('alerts/:id/explanation')
  @Needs('alerts.read', 'alert')
  @ApiOperation({ summary: 'Why an alert fired: its window event by event, and where its rule stood after each' })
  @ApiOkResponse({ type: AlertExplanationAnswer })
  async alert(@Param() { id }: AlertPath, @Query() _: NoParameters): Promise<AlertExplanation> {
    return found(await this.queries.execute(new ExplainAlert(id)));
  }

  @Get('rules/:id/explanation')
  @Needs('rules.read')
  @ApiOperation({ summary: 'Why a rule or deadline fired, or did not, about whom it counts by, between two times' })
  @ApiOkResponse({ type: RuleExplanationAnswer })
  rule(@Param() { id }: RulePath, @Query() parameters: ExplanationParameters): Promise<RuleExplanation> {
    const rule = found(ruleById(this.options.rules, id));
    const { to = this.options.clock(), from = to - dayMs } = rangeOf(parameters);
    if (to - from > maxDays * dayMs) {
      throw new CodedError(problem('parameter-invalid', '/from', `At most ${maxDays} days at once.`));
    }
    return this.queries.execute(new ExplainRule(rule, keyFor(rule, parameters), { from, to }));
  }
}

function keyFor({ groupBy }: DescribedRule, parameters: ExplanationParameters): Key {
  const named = parameterOf[groupBy];
  const other = Object.values(parameterOf).find((name) => name !== named && parameters[name] !== undefined);
  const value = parameters[named];
  if (value !== undefined && other === undefined) return { groupBy, value };
  throw new CodedError(problem('parameter-invalid', `/${other ?? named}`, `This rule counts by ${groupBy}.`));
}

import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AlertExplanation, RuleExplanation } from '@tillwatch/api';
import type { Key } from '@tillwatch/detection';
import { explainAlert, explainDeadline, explainKey, type DescribedRule } from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export class ExplainAlert extends Query<AlertExplanation | undefined> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(ExplainAlert)
export class ExplainAlertHandler implements IQueryHandler<ExplainAlert> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ id }: ExplainAlert): Promise<AlertExplanation | undefined> {
    return explainAlert(this.options.database, id, this.options.rules.alerting);
  }
}

export class ExplainRule extends Query<RuleExplanation> {
  constructor(
    readonly rule: DescribedRule,
    readonly key: Key,
    readonly span: { from: number; to: number },
  ) {
    super();
  }
}

@QueryHandler(ExplainRule)
export class ExplainRuleHandler implements IQueryHandler<ExplainRule> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ rule, key, span }: ExplainRule): Promise<RuleExplanation> {
    const { database, clock } = this.options;
    const within = { ...span, nowMs: clock() };
    return 'unmet' in rule ? explainDeadline(database, rule, key, within) : explainKey(database, rule, key, within);
  }
}

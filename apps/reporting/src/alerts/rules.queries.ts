import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { RuleView, ShadowFindingView } from '@tillwatch/api';
import {
  listShadowFindings,
  ruleLives,
  ruleStages,
  rulesAndDeadlines,
  scorecards,
  type PageCursor,
  type PageOf,
} from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export class ListRules extends Query<RuleView[]> {}

@QueryHandler(ListRules)
export class ListRulesHandler implements IQueryHandler<ListRules> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute(): Promise<RuleView[]> {
    return viewsOf(rulesAndDeadlines, this.options);
  }
}

export class GetRule extends Query<RuleView | undefined> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetRule)
export class GetRuleHandler implements IQueryHandler<GetRule> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  async execute({ id }: GetRule): Promise<RuleView | undefined> {
    return (await viewsOf(rulesAndDeadlines.filter((rule) => rule.id === id), this.options))[0]; // prettier-ignore
  }
}

export class ListShadowFindings extends Query<PageOf<ShadowFindingView>> {
  constructor(readonly query: { rule: string; limit: number; after?: PageCursor }) {
    super();
  }
}

@QueryHandler(ListShadowFindings)
export class ListShadowFindingsHandler implements IQueryHandler<ListShadowFindings> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListShadowFindings): Promise<PageOf<ShadowFindingView>> {
    return listShadowFindings(this.options.database, query);
  }
}

async function viewsOf(wanted: typeof rulesAndDeadlines, { database, clock }: ReportingOptions): Promise<RuleView[]> {
  if (wanted.length === 0) return [];
  const ids = wanted.map(({ id }) => id);
  const [lives, scores] = await Promise.all([ruleLives(database), scorecards(database, ids, clock())]);
  return wanted.map((rule, index) => {
    const { id, version, severity, title, runbook, falsePositives, knownGaps, references } = rule;
    const texts = { id, version, severity, title, runbook, falsePositives, knownGaps, references: [...references] };
    return { ...texts, ...ruleStages(lives.get(id), version), scorecard: scores[index]! };
  });
}

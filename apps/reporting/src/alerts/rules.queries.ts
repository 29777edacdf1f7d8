import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { FaultyRuleView, RuleView, ShadowFindingView } from '@tillwatch/api';
import {
  everyRule,
  listShadowFindings,
  ruleLives,
  ruleStages,
  ruleById,
  scorecards,
  unspokenStage,
  type DescribedRule,
  type PageCursor,
  type PageOf,
} from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export interface Rules {
  items: RuleView[];
  faulty: FaultyRuleView[];
}

export class ListRules extends Query<Rules> {}

@QueryHandler(ListRules)
export class ListRulesHandler implements IQueryHandler<ListRules> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  async execute(): Promise<Rules> {
    const { faulty } = this.options.rules;
    return {
      items: await viewsOf(everyRule(this.options.rules), this.options),
      faulty: faulty.map(({ file, line, code, message }) => ({ file, line, code, reason: message })),
    };
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
    const rule = ruleById(this.options.rules, id);
    return (await viewsOf(rule ? [rule] : [], this.options))[0];
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

async function viewsOf(wanted: readonly DescribedRule[], { database, clock }: ReportingOptions): Promise<RuleView[]> {
  if (wanted.length === 0) return [];
  const ids = wanted.map(({ id }) => id);
  const [lives, scores] = await Promise.all([ruleLives(database), scorecards(database, ids, clock())]);
  return wanted.map((rule, index) => {
    const { id, version, severity, title, runbook, falsePositives, knownGaps, references } = rule;
    const texts = { id, version, severity, title, runbook, falsePositives, knownGaps, references: [...references] };
    const firesWhen = 'due' in rule ? rule.due : rule.firesWhen;
    return {
      ...texts,
      ...(firesWhen && { firesWhen }),
      ...ruleStages(lives.get(id), version, unspokenStage(rule)),
      scorecard: scores[index]!,
    };
  });
}

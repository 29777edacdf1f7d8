import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { RuleView } from '@tillwatch/api';
import { rules, type Rule } from '@tillwatch/detection';

const views: RuleView[] = rules.map(viewOf);

export class ListRules extends Query<RuleView[]> {}

@QueryHandler(ListRules)
export class ListRulesHandler implements IQueryHandler<ListRules> {
  async execute(): Promise<RuleView[]> {
    return views;
  }
}

export class GetRule extends Query<RuleView | undefined> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetRule)
export class GetRuleHandler implements IQueryHandler<GetRule> {
  async execute({ id }: GetRule): Promise<RuleView | undefined> {
    return views.find((rule) => rule.id === id);
  }
}

function viewOf({ id, version, severity, title, runbook, falsePositives, knownGaps, references }: Rule): RuleView {
  return { id, version, severity, title, runbook, falsePositives, knownGaps, references: [...references] };
}

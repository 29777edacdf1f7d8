import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { BacktestLine } from '@tillwatch/api';
import type { RuleSet } from '@tillwatch/detection';
import type { Database } from '@tillwatch/postgres';
import { backtest } from '@tillwatch/read-models';
import type { BacktestBody } from './backtest.dto.js';
import type { OneAtATime } from './one-at-a-time.js';
import type { PastRun } from './past-run.js';
import { spanOf, triedRule } from './tried-rule.js';

export class BacktestRule extends Query<PastRun<BacktestLine>> {
  constructor(
    readonly id: string,
    readonly wanted: BacktestBody,
  ) {
    super();
  }
}

/** Has no log to append to: what a backtest finds is told to whoever asked, and to nobody else. */
@QueryHandler(BacktestRule)
export class BacktestRuleHandler implements IQueryHandler<BacktestRule> {
  constructor(
    private readonly database: Database,
    private readonly runs: OneAtATime,
    private readonly rules: RuleSet,
  ) {}

  execute({ id, wanted }: BacktestRule): Promise<PastRun<BacktestLine>> {
    const request = { ...wanted, rule: triedRule(this.rules, id), ...spanOf(wanted) };
    const leave = this.runs.enter();
    return Promise.resolve({ lines: backtest(this.database, request), leave });
  }
}

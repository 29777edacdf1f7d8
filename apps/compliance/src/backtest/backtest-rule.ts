import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { BacktestLine } from '@tillwatch/api';
import { CodedError, isCodedError, type Log, problem } from '@tillwatch/kernel';
import { type Database, isUnavailable } from '@tillwatch/postgres';
import { backtest } from '@tillwatch/read-models';
import type { BacktestBody } from './backtest.dto.js';
import type { OneAtATime } from './one-at-a-time.js';
import { spanOf, triedRule } from './tried-rule.js';

export interface BacktestRun {
  lines: AsyncIterable<BacktestLine>;
  /** To be called when nobody reads on; the lines call it at their end. */
  leave(): void;
}

export class BacktestRule extends Query<BacktestRun> {
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
    private readonly log: Log,
  ) {}

  execute({ id, wanted }: BacktestRule): Promise<BacktestRun> {
    const { from, to, ...more } = wanted;
    const request = { rule: triedRule(id), ...spanOf({ from, to }), ...more };
    const leave = this.runs.enter();
    return Promise.resolve({ lines: this.linesOf(backtest(this.database, request), leave), leave });
  }

  /** What fails after the answer has begun is its last line. */
  private async *linesOf(lines: AsyncIterable<BacktestLine>, leave: () => void): AsyncIterable<BacktestLine> {
    try {
      yield* lines;
    } catch (error) {
      this.log.warn({ error }, 'A backtest could not go on.');
      const coded = isCodedError(error)
        ? error
        : new CodedError(problem(isUnavailable(error) ? 'unavailable' : 'internal'));
      yield { error: coded.problem };
    } finally {
      leave();
    }
  }
}

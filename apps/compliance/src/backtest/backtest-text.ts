import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { BacktestLine } from '@tillwatch/api';
import type { TextBacktestBody } from './backtest.dto.js';
import type { OneAtATime } from './one-at-a-time.js';
import type { PastRun } from './past-run.js';
import { spanOf } from './tried-rule.js';
import { startTrial } from './trial.js';

export class BacktestText extends Query<PastRun<BacktestLine>> {
  constructor(readonly wanted: TextBacktestBody) {
    super();
  }
}

/** A rule that nobody has looked at yet runs in a thread of its own, which only reads. */
@QueryHandler(BacktestText)
export class BacktestTextHandler implements IQueryHandler<BacktestText> {
  constructor(
    private readonly databaseUrl: string,
    private readonly runs: OneAtATime,
  ) {}

  async execute({ wanted }: BacktestText): Promise<PastRun<BacktestLine>> {
    const trial = { ...wanted, ...spanOf(wanted), databaseUrl: this.databaseUrl };
    const leave = this.runs.enter();
    try {
      const { lines, end } = await startTrial(trial);
      return { lines, leave: () => (end(), leave()) };
    } catch (error) {
      leave();
      throw error;
    }
  }
}

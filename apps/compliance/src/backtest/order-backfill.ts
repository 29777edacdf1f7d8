import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { BackfillLine } from '@tillwatch/api';
import { NO_STREAM } from '@tillwatch/event-store';
import { CodedError, problem, uuidFromName } from '@tillwatch/kernel';
import type { RuleSet } from '@tillwatch/detection';
import type { Database } from '@tillwatch/postgres';
import { backfill } from '@tillwatch/read-models';
import { maxSentence } from '../alerts/alert.dto.js';
import { appendDecision, type CommandOrigin, type DecisionDependencies, wasDecided, withoutSecrets } from '../alerts/decisions.js'; // prettier-ignore
import type { BackfillBody } from './backtest.dto.js';
import type { OneAtATime } from './one-at-a-time.js';
import type { PastRun } from './past-run.js';
import { spanOf, triedRule } from './tried-rule.js';

export class OrderBackfill extends Command<PastRun<BackfillLine>> {
  constructor(
    readonly id: string,
    readonly wanted: Omit<BackfillBody, 'commandId'>,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

/** Who ordered it, and why, is in the log before anything is raised. Ordered again, it raises what is still untold. */
@CommandHandler(OrderBackfill)
export class OrderBackfillHandler implements ICommandHandler<OrderBackfill> {
  constructor(
    private readonly of: DecisionDependencies,
    private readonly database: Database,
    private readonly runs: OneAtATime,
    private readonly rules: RuleSet,
  ) {}

  async execute({ id, wanted, origin }: OrderBackfill): Promise<PastRun<BackfillLine>> {
    const rule = triedRule(this.rules, id);
    const span = spanOf(wanted);
    const data = {
      ...{ actor: origin.actor, rule: id, version: rule.version },
      ...{ from: new Date(span.from).toISOString(), to: new Date(span.to).toISOString() },
      reason: withoutSecrets('reason', wanted.reason, maxSentence),
    };
    const leave = this.runs.enter();
    try {
      await this.order(data, origin);
    } catch (error) {
      leave();
      throw error;
    }
    const { store, clock } = this.of;
    const lines = backfill({ database: this.database, store, clock, tenant: origin.tenant }, { rule, ...span });
    return { lines, leave };
  }

  private async order(data: Parameters<typeof orderedOf>[0], origin: CommandOrigin): Promise<void> {
    const { tenant, commandId } = origin;
    const name = commandId === undefined ? randomUUID() : uuidFromName(`backfill|${tenant}|${commandId}`);
    const stream = `backfill-${name}`;
    if (await wasDecided(this.of, stream, orderedOf(data), origin)) return;
    const event = await appendDecision(this.of, { stream, expectedRevision: NO_STREAM }, orderedOf(data), origin);
    if (!event) throw new CodedError(problem('revision-conflict'));
  }
}

function orderedOf(data: Record<'actor' | 'rule' | 'from' | 'to' | 'reason', string> & { version: number }) {
  return { name: 'BackfillOrdered' as const, data };
}

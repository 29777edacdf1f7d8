import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { RecoveryCommandAnswer } from '@tillwatch/api';
import type { PayloadOf } from '@tillwatch/events';
import { NO_STREAM } from '@tillwatch/event-store';
import { CodedError, problem, uuidFromName } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { alertFromLog, countOpenRecoveries, maxOpenRecoveries, recoveryFromLog, storeOf } from '@tillwatch/read-models';
import { appendDecision, type CommandOrigin, type DecisionDependencies, wasDecided } from '../alerts/decisions.js';
import { answerOf } from './act-on-recovery.js';
import { keepNamed } from './keep-named.js';
import { recoveryStream } from './recovery-stream.js';

export class RequestRecovery extends Command<RecoveryCommandAnswer> {
  constructor(
    readonly wanted: Omit<PayloadOf<'RecoveryCaseRequested'>, 'actor'>,
    readonly origin: CommandOrigin,
    /** The only ones the caller acts in; absent: all. */
    readonly stores?: readonly string[],
  ) {
    super();
  }
}

/** Given again with the same command id it is the same case. */
@CommandHandler(RequestRecovery)
export class RequestRecoveryHandler implements ICommandHandler<RequestRecovery> {
  constructor(
    private readonly of: DecisionDependencies,
    private readonly database: Queryable,
  ) {}

  async execute({ wanted: asked, origin, stores }: RequestRecovery): Promise<RecoveryCommandAnswer> {
    const wanted = await this.placed(asked, stores);
    const { tenant, actor, commandId } = origin;
    const id = commandId === undefined ? randomUUID() : uuidFromName(`recovery|${tenant}|${commandId}`);
    const stream = recoveryStream(id);
    const requested = { name: 'RecoveryCaseRequested' as const, data: { ...wanted, actor } };
    if (!(await wasDecided(this.of, stream, requested, origin))) {
      const { alertId } = wanted;
      if (alertId !== undefined && !(await alertFromLog(this.of.store, alertId)))
        throw new CodedError(problem('parameter-invalid', '/alertId', 'There is no such alert.'));
      if ((await countOpenRecoveries(this.database)) >= maxOpenRecoveries)
        throw new CodedError(problem('limit-reached'));
      const event = await appendDecision(this.of, { stream, expectedRevision: NO_STREAM }, requested, origin);
      if (!event) throw new CodedError(problem('revision-conflict'));
    }
    return answerOf((await recoveryFromLog(this.of.store, id))!);
  }

  /** A case is its store's: the one that is said, else the terminal's. A caller of some stores sees it nowhere else. */
  private async placed(
    wanted: RequestRecovery['wanted'],
    stores: readonly string[] | undefined,
  ): Promise<RequestRecovery['wanted']> {
    const { terminalId, operatorId, alertId } = wanted;
    const storeId = wanted.storeId ?? (await storeOf(this.database, 'terminal', terminalId));
    const named = { terminal: terminalId, operator: operatorId, alert: alertId, store: storeId };
    await keepNamed(this.database, stores, named);
    return { ...wanted, ...(storeId !== undefined && { storeId }) };
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { changeStage, evolveRuleLife, type RuleLife } from '@tillwatch/domain';
import type { PayloadOf } from '@tillwatch/events';
import { NO_STREAM } from '@tillwatch/event-store';
import { CodedError, problem } from '@tillwatch/kernel';
import { eventsOf, rulesAndDeadlines } from '@tillwatch/read-models';
import { maxReference, maxSentence } from './alert.dto.js';
import {
  appendDecision,
  type CommandOrigin,
  type DecisionDependencies,
  wasDecided,
  withoutSecrets,
} from './decisions.js';

type Wanted = Omit<PayloadOf<'RuleStageChanged'>, 'actor'>;

export class ChangeRuleStage extends Command<void> {
  constructor(
    readonly wanted: Wanted,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

/** Throws `not-found` for a rule that is not here, `parameter-invalid` for a version that is not what runs. */
@CommandHandler(ChangeRuleStage)
export class ChangeRuleStageHandler implements ICommandHandler<ChangeRuleStage> {
  constructor(private readonly of: DecisionDependencies) {}

  async execute({ wanted, origin }: ChangeRuleStage): Promise<void> {
    const rule = rulesAndDeadlines.find(({ id }) => id === wanted.rule);
    if (!rule) throw new CodedError(problem('not-found'));
    if (rule.version !== wanted.version) {
      throw new CodedError(problem('parameter-invalid', '/version', `Version ${rule.version} is what runs.`));
    }
    const stream = `rule-${rule.id}`;
    const data = { ...maskedOf(wanted), actor: origin.actor };
    if (await wasDecided(this.of, stream, { name: 'RuleStageChanged', data }, origin)) return;
    const { life, revision } = await this.lifeOf(stream);
    const decided = changeStage(life, data);
    if (!decided.ok) throw new CodedError(decided.error);
    const changed = { name: 'RuleStageChanged' as const, data: decided.value };
    const event = await appendDecision(this.of, { stream, expectedRevision: revision }, changed, origin);
    if (!event) throw new CodedError(problem('revision-conflict'));
  }

  private async lifeOf(stream: string): Promise<{ life: RuleLife | undefined; revision: number }> {
    let life: RuleLife | undefined;
    let revision = NO_STREAM;
    for await (const event of eventsOf(this.of.store, stream)) {
      const place = { position: event.position, at: event.header.recordedtime };
      life = evolveRuleLife(life, event.data as unknown as PayloadOf<'RuleStageChanged'>, place);
      revision = event.revision;
    }
    return { life, revision };
  }
}

function maskedOf({ stores, reason, ...wanted }: Wanted): Wanted {
  const named = stores && new Set(stores.map((store) => withoutSecrets('stores', store, maxReference)));
  return { ...wanted, ...(named && { stores: [...named] }), reason: withoutSecrets('reason', reason, maxSentence) };
}

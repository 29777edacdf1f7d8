import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { RuleSet } from '@tillwatch/detection';
import { changeStage } from '@tillwatch/domain';
import type { PayloadOf } from '@tillwatch/events';
import { CodedError, problem } from '@tillwatch/kernel';
import { ruleById } from '@tillwatch/read-models';
import { maxReference, maxSentence } from './alert.dto.js';
import {
  appendDecision,
  type CommandOrigin,
  type DecisionDependencies,
  wasDecided,
  withoutSecrets,
} from './decisions.js';
import { readRuleLife } from './first-stages.js';

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
  constructor(
    private readonly of: DecisionDependencies,
    private readonly rules: RuleSet,
  ) {}

  async execute({ wanted, origin }: ChangeRuleStage): Promise<void> {
    const rule = ruleById(this.rules, wanted.rule);
    if (!rule) throw new CodedError(problem('not-found'));
    if (rule.version !== wanted.version) {
      throw new CodedError(problem('parameter-invalid', '/version', `Version ${rule.version} is what runs.`));
    }
    const stream = `rule-${rule.id}`;
    const data = { ...maskedOf(wanted), actor: origin.actor };
    if (await wasDecided(this.of, stream, { name: 'RuleStageChanged', data }, origin)) return;
    const { life, revision } = await readRuleLife(this.of.store, stream);
    const decided = changeStage(life, data);
    if (!decided.ok) throw new CodedError(decided.error);
    const changed = { name: 'RuleStageChanged' as const, data: decided.value };
    const event = await appendDecision(this.of, { stream, expectedRevision: revision }, changed, origin);
    if (!event) throw new CodedError(problem('revision-conflict'));
  }
}

function maskedOf({ stores, reason, ...wanted }: Wanted): Wanted {
  const named = stores && new Set(stores.map((store) => withoutSecrets('stores', store, maxReference)));
  return { ...wanted, ...(named && { stores: [...named] }), reason: withoutSecrets('reason', reason, maxSentence) };
}

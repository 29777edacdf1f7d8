import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { choosePolicy, policyVersions } from '@tillwatch/domain';
import type { PayloadOf } from '@tillwatch/events';
import { CodedError, problem } from '@tillwatch/kernel';
import { maxReference, maxSentence } from '../alerts/alert.dto.js';
import {
  appendDecision,
  type CommandOrigin,
  type DecisionDependencies,
  wasDecided,
  withoutSecrets,
} from '../alerts/decisions.js';
import { choicesFromLog, choiceStream, policyFromLog } from './policy-streams.js';

type Wanted = Omit<PayloadOf<'PolicyProfileChosen'>, 'actor'>;

export class ChoosePolicy extends Command<void> {
  constructor(
    readonly wanted: Wanted,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

@CommandHandler(ChoosePolicy)
export class ChoosePolicyHandler implements ICommandHandler<ChoosePolicy> {
  constructor(private readonly of: DecisionDependencies) {}

  async execute({ wanted, origin }: ChoosePolicy): Promise<void> {
    const { store, reason } = wanted;
    const data = {
      ...wanted,
      ...(store !== undefined && { store: withoutSecrets('store', store, maxReference) }),
      reason: withoutSecrets('reason', reason, maxSentence),
      actor: origin.actor,
    };
    if (await wasDecided(this.of, choiceStream, { name: 'PolicyProfileChosen', data }, origin)) return;
    const { choices, revision } = await choicesFromLog(this.of.store);
    const decided = choosePolicy(choices, data, await this.exists(wanted.profile));
    if (!decided.ok) throw new CodedError(decided.error);
    const event = { name: 'PolicyProfileChosen' as const, data: decided.value };
    const place = { stream: choiceStream, expectedRevision: revision };
    if (!(await appendDecision(this.of, place, event, origin))) throw new CodedError(problem('revision-conflict'));
  }

  private async exists(profile: string | undefined): Promise<boolean> {
    if (profile === undefined) return false;
    const { life } = await policyFromLog(this.of.store, profile);
    return policyVersions(profile, life).length > 0;
  }
}

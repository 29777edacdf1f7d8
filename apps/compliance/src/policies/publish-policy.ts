import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { PolicyPublishedAnswer } from '@tillwatch/api';
import { maxOwnPolicies, policyVersions, publishPolicy, shippedPolicies } from '@tillwatch/domain';
import { decodeEvent, type PayloadOf } from '@tillwatch/events';
import { canonicalJson, CodedError, problem } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { readPolicies } from '@tillwatch/read-models';
import { maxSentence } from '../alerts/alert.dto.js';
import {
  appendDecision,
  type CommandOrigin,
  type DecisionDependencies,
  eventIdOf,
  withoutSecrets,
} from '../alerts/decisions.js';
import { policyFromLog, policyStream } from './policy-streams.js';

type Wanted = Omit<PayloadOf<'PolicyProfilePublished'>, 'version' | 'actor'>;

export class PublishPolicy extends Command<PolicyPublishedAnswer> {
  constructor(
    readonly wanted: Wanted,
    readonly origin: CommandOrigin,
    /** The version that was looked at; `revision-conflict` when it is not the last. */
    readonly basedOn?: number,
  ) {
    super();
  }
}

@CommandHandler(PublishPolicy)
export class PublishPolicyHandler implements ICommandHandler<PublishPolicy> {
  constructor(
    private readonly of: DecisionDependencies,
    private readonly database: Queryable,
  ) {}

  async execute({ wanted, origin, basedOn }: PublishPolicy): Promise<PolicyPublishedAnswer> {
    const { profile } = wanted;
    const data = { ...wanted, reason: withoutSecrets('reason', wanted.reason, maxSentence), actor: origin.actor };
    const before = await this.published(profile, data, origin);
    if (before !== undefined) return { profile, version: before };
    const { life, revision } = await policyFromLog(this.of.store, profile);
    const decided = publishPolicy(life, data, basedOn);
    if (!decided.ok) throw new CodedError(decided.error);
    if (policyVersions(profile, life).length === 0) await this.checkRoom();
    const place = { stream: policyStream(profile), expectedRevision: revision };
    const event = { name: 'PolicyProfilePublished' as const, data: decided.value };
    if (!(await appendDecision(this.of, place, event, origin))) throw new CodedError(problem('revision-conflict'));
    return { profile, version: decided.value.version };
  }

  /** The version that this very command published before. The version itself is ours, not the command's. */
  private async published(
    profile: string,
    data: Omit<PayloadOf<'PolicyProfilePublished'>, 'version'>,
    { commandId }: CommandOrigin,
  ): Promise<number | undefined> {
    if (commandId === undefined) return undefined;
    const stream = policyStream(profile);
    const [stored] = await this.of.store.find(stream, [eventIdOf(stream, commandId)]);
    if (!stored) return undefined;
    const { version, ...held } = decodeEvent(stored).data;
    if (canonicalJson(held) === canonicalJson(data)) return version as number;
    throw new CodedError(problem('command-id-reused', '/commandId'));
  }

  private async checkRoom(): Promise<void> {
    const { lives } = await readPolicies(this.database);
    for (const { id } of shippedPolicies) lives.delete(id);
    if (lives.size >= maxOwnPolicies) throw new CodedError(problem('limit-reached'));
  }
}

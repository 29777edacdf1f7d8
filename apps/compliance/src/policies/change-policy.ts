import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { PolicyPublishedAnswer } from '@tillwatch/api';
import {
  discardDraft,
  maxOwnPolicies,
  policyVersions,
  putInForce,
  shippedPolicies,
  writePolicy,
  type PolicyLife,
} from '@tillwatch/domain';
import { decodeEvent, type PayloadOf } from '@tillwatch/events';
import { canonicalJson, CodedError, problem, type Problem, type Result } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { readPolicies } from '@tillwatch/read-models';
import { maxSentence } from '../alerts/alert.dto.js';
import {
  appendDecision,
  type CommandOrigin,
  type Decided,
  type DecisionDependencies,
  eventIdOf,
  withoutSecrets,
} from '../alerts/decisions.js';
import { aloneInTenant } from '../reviews/four-eyes.js';
import { policyFromLog, policyStream } from './policy-streams.js';

export type PolicyChange =
  | ({ kind: 'write'; basedOn?: number } & Pick<PayloadOf<'PolicyProfileDrafted'>, 'settings' | 'reason'>)
  | { kind: 'put-in-force'; draft: number }
  | { kind: 'discard'; draft: number; reason: string };

/** Writes the next version of a profile, puts what somebody else wrote in force, or does not. */
export class ChangePolicy extends Command<PolicyPublishedAnswer> {
  constructor(
    readonly profile: string,
    readonly change: PolicyChange,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

@CommandHandler(ChangePolicy)
export class ChangePolicyHandler implements ICommandHandler<ChangePolicy> {
  constructor(
    private readonly of: DecisionDependencies,
    private readonly database: Queryable,
  ) {}

  async execute({ profile, change, origin }: ChangePolicy): Promise<PolicyPublishedAnswer> {
    const said = 'reason' in change ? { reason: withoutSecrets('reason', change.reason, maxSentence) } : {};
    const wanted = { ...change, ...said };
    const before = await this.carriedOut(profile, wanted, origin);
    if (before) return before;
    const stream = policyStream(profile);
    const { life, revision } = await policyFromLog(this.of.store, profile);
    const decided = await this.decide(profile, wanted, life, origin);
    if (!decided.ok) throw new CodedError(decided.error);
    if (!life && policyVersions(profile, life).length === 0) await this.checkRoom();
    const event = await appendDecision(this.of, { stream, expectedRevision: revision }, decided.value, origin);
    if (!event) throw new CodedError(problem('revision-conflict'));
    return answerOf(profile, event);
  }

  private async decide(
    profile: string,
    change: PolicyChange,
    life: PolicyLife | undefined,
    { tenant, actor }: CommandOrigin,
  ): Promise<Result<Decided, Problem>> {
    if (change.kind === 'discard')
      return discardDraft(life, { profile, draft: change.draft, reason: change.reason, actor });
    const where = await aloneInTenant(this.of, tenant);
    if (change.kind === 'put-in-force') return putInForce(life, { draft: change.draft, actor }, where);
    const { settings, reason, basedOn } = change;
    return writePolicy(life, { profile, settings, reason, actor }, where, basedOn);
  }

  /** What this very command did before. The version, and whether it took two people then, are not the command's. */
  private async carriedOut(
    profile: string,
    { kind, ...wanted }: PolicyChange,
    { commandId, actor }: CommandOrigin,
  ): Promise<PolicyPublishedAnswer | undefined> {
    if (commandId === undefined) return undefined;
    const stream = policyStream(profile);
    const [stored] = await this.of.store.find(stream, [eventIdOf(stream, commandId)]);
    if (!stored) return undefined;
    const { name, data } = decodeEvent(stored);
    const { basedOn, ...said } = { ...wanted, actor } as Record<string, unknown>;
    void basedOn;
    const isSame = Object.entries(said).every(
      ([field, value]) => canonicalJson(data[field] ?? null) === canonicalJson(value),
    );
    const isThat = (kind === 'discard') === (name === 'PolicyDraftDiscarded');
    if (isSame && isThat) return answerOf(profile, { name, data, revision: stored.revision });
    throw new CodedError(problem('command-id-reused', '/commandId'));
  }

  private async checkRoom(): Promise<void> {
    const { lives } = await readPolicies(this.database);
    for (const { id } of shippedPolicies) lives.delete(id);
    const held = [...lives.values()].filter(({ published, draft }) => published.length > 0 || draft);
    if (held.length >= maxOwnPolicies) throw new CodedError(problem('limit-reached'));
  }
}

function answerOf(
  profile: string,
  { name, data, revision }: { name: string; data: object; revision: number },
): PolicyPublishedAnswer {
  if (name === 'PolicyProfileDrafted') return { profile, draft: revision };
  return name === 'PolicyDraftDiscarded' ? { profile } : { profile, version: (data as { version: number }).version };
}

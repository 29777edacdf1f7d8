import type { PayloadOf } from '@tillwatch/events';
import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';
import { maxPolicyVersions, publishPolicy, type PolicyDraft, type PolicyLife } from './policy.js';
import { secondPerson, type Alone } from './second-person.js';
import type { Wanted } from './told.js';

type Published = Wanted<'PolicyProfilePublished'>;

/**
 * The next version of a profile: in force at once where one person is enough, else a draft for somebody else. One draft at a
 * time: what waits is put in force or discarded first.
 */
export function writePolicy(
  life: PolicyLife | undefined,
  wanted: PayloadOf<'PolicyProfileDrafted'>,
  where: Alone,
  basedOn?: number,
): Result<Published | Wanted<'PolicyProfileDrafted'>, Problem> {
  if (life?.draft) return fail(problem('wrong-state', undefined, 'A draft of it waits.'));
  const next = publishPolicy(life, wanted, basedOn);
  if (!next.ok) return next;
  if (secondPerson(wanted.actor, [wanted.actor], where).ok)
    return ok({ name: 'PolicyProfilePublished', data: { ...next.value, singlePerson: true } });
  if ((life?.drafts ?? 0) >= maxPolicyVersions) return fail(problem('limit-reached'));
  return ok({ name: 'PolicyProfileDrafted', data: wanted });
}

/** `draft`: the revision of the one that was looked at. */
export function putInForce(
  life: PolicyLife | undefined,
  { draft, actor }: { draft: number; actor: string },
  where: Alone,
): Result<Published, Problem> {
  const waiting = waitingDraft(life, draft);
  if (!waiting.ok) return waiting;
  const { by, settings, reason } = waiting.value;
  const eyes = secondPerson(actor, [by], where);
  if (!eyes.ok) return eyes;
  const next = publishPolicy(life, { profile: life!.id, settings, reason, actor });
  if (!next.ok) return next;
  const who = eyes.value.alone ? { singlePerson: true } : { author: by };
  return ok({ name: 'PolicyProfilePublished', data: { ...next.value, draft, ...who } });
}

/** Anybody may, the author too. */
export function discardDraft(
  life: PolicyLife | undefined,
  wanted: PayloadOf<'PolicyDraftDiscarded'>,
): Result<Wanted<'PolicyDraftDiscarded'>, Problem> {
  const waiting = waitingDraft(life, wanted.draft);
  return waiting.ok ? ok({ name: 'PolicyDraftDiscarded', data: wanted }) : waiting;
}

function waitingDraft(life: PolicyLife | undefined, draft: number): Result<PolicyDraft, Problem> {
  if (!life) return fail(problem('not-found'));
  if (!life.draft) return fail(problem('wrong-state', undefined, 'No draft of it waits.'));
  return life.draft.revision === draft ? ok(life.draft) : fail(problem('revision-conflict'));
}

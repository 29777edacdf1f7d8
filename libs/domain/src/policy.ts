import type { PayloadOf, PolicySettings } from '@tillwatch/events';
import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';
import { defaultPolicy, shippedPolicies } from './shipped-policies.js';

type Published = PayloadOf<'PolicyProfilePublished'>;
type Chosen = PayloadOf<'PolicyProfileChosen'>;
type PolicyEventName = 'PolicyProfilePublished' | 'PolicyProfileDrafted' | 'PolicyDraftDiscarded';

/** A version with who published it when (ms since 1970); what is shipped has neither. */
export interface PolicyVersion {
  version: number;
  settings: PolicySettings;
  at?: number;
  by?: string;
  reason?: string;
  /** Who wrote it, where that was somebody else. */
  author?: string;
  singlePerson?: boolean;
}

/** A version that waits for somebody else to put it in force. */
export interface PolicyDraft {
  /** Of its event in the stream. */
  revision: number;
  settings: PolicySettings;
  at: number;
  by: string;
  reason: string;
}

/** What the stream `policy-<profile>` says; in order of version. */
export interface PolicyLife {
  id: string;
  published: PolicyVersion[];
  draft?: PolicyDraft;
  /** How many there ever were; absent: none. */
  drafts?: number;
}

/** An event of that stream. `at`: ms since 1970. */
export type PolicyEvent = {
  [Name in PolicyEventName]: { name: Name; data: PayloadOf<Name>; at: number; revision: number };
}[PolicyEventName];

/** What the stream `policy-choice` says; in log order. */
export interface PolicyChoices {
  changes: { profile?: string; store?: string; at: number; by: string; reason: string }[];
}

export interface PolicyInForce {
  profile: string;
  version: number;
  settings: PolicySettings;
}

export const maxPolicyVersions = 200;
/** Profiles beside those that are shipped. */
export const maxOwnPolicies = 50;
export const maxPolicyChoices = 2_000;

/** Every version of a profile, oldest first; none: there is no such profile. */
export function policyVersions(profile: string, life: PolicyLife | undefined): PolicyVersion[] {
  const shipped = shippedPolicies.find(({ id }) => id === profile);
  return [...(shipped ? [{ version: 1, settings: shipped.settings }] : []), ...(life?.published ?? [])];
}

/** The version in force at an instant (ms since 1970, inclusive). `undefined`: there was no such profile then. */
export function policyVersionAt(
  profile: string,
  life: PolicyLife | undefined,
  atMs: number,
): PolicyVersion | undefined {
  return policyVersions(profile, life).findLast(({ at = -Infinity }) => at <= atMs);
}

/** The profile a store goes by at an instant; without a store, what is chosen for all. */
export function policyChoiceAt({ changes }: PolicyChoices, store: string | undefined, atMs: number): string {
  const last = (of: string | undefined) => changes.findLast((change) => change.store === of && change.at <= atMs);
  const own = store === undefined ? undefined : last(store)?.profile;
  return own ?? last(undefined)?.profile ?? defaultPolicy;
}

/** What a store is held to at an instant: the profile, and its version in force then. */
export function policyInForce(
  choices: PolicyChoices,
  lives: ReadonlyMap<string, PolicyLife>,
  store: string | undefined,
  atMs: number,
): PolicyInForce {
  const profile = policyChoiceAt(choices, store, atMs);
  // Only what exists can be chosen, so there is a version.
  const { version, settings } = policyVersionAt(profile, lives.get(profile), atMs)!;
  return { profile, version, settings };
}

/** The next version of a profile, new or not. `basedOn`: the version that was looked at; `revision-conflict` when it is not the last. */
export function publishPolicy(
  life: PolicyLife | undefined,
  wanted: Omit<Published, 'version'>,
  basedOn?: number,
): Result<Published, Problem> {
  const last = policyVersions(wanted.profile, life).at(-1)?.version ?? 0;
  if (basedOn !== undefined && basedOn !== last) return fail(problem('revision-conflict'));
  if (last > maxPolicyVersions) return fail(problem('limit-reached'));
  const { minLength, minLengthWithFactor = 0, lockAfter, lockMinutes } = wanted.settings;
  if (minLengthWithFactor > minLength) return refuse('minLengthWithFactor', 'It must not be above `minLength`.');
  if (lockAfter === 0 && lockMinutes > 0) return refuse('lockMinutes', 'Without `lockAfter` nobody is locked.');
  return ok({ ...wanted, version: last + 1 });
}

function refuse(name: string, detail: string): { ok: false; error: Problem } {
  return fail(problem('parameter-invalid', `/settings/${name}`, detail));
}

/** `exists`: there is a profile of that name. */
export function choosePolicy(choices: PolicyChoices, wanted: Chosen, exists: boolean): Result<Chosen, Problem> {
  if (wanted.profile === undefined && wanted.store === undefined) {
    return fail(problem('parameter-invalid', '/profile', 'Only a store can do without a choice of its own.'));
  }
  if (wanted.profile !== undefined && !exists) {
    return fail(problem('parameter-invalid', '/profile', 'There is no such profile.'));
  }
  return choices.changes.length >= maxPolicyChoices ? fail(problem('limit-reached')) : ok(wanted);
}

/** Takes an event of the stream in, in place. */
export function evolvePolicy(life: PolicyLife | undefined, event: PolicyEvent): PolicyLife {
  const known = life ?? { id: event.data.profile, published: [] };
  const { at } = event;
  if (event.name === 'PolicyProfileDrafted') {
    const { settings, reason, actor: by } = event.data;
    known.draft = { revision: event.revision, settings, at, by, reason };
    known.drafts = (known.drafts ?? 0) + 1;
    return known;
  }
  delete known.draft;
  if (event.name === 'PolicyDraftDiscarded') return known;
  const { version, settings, actor: by, reason, author, singlePerson } = event.data;
  const eyes = { ...(author !== undefined && { author }), ...(singlePerson && { singlePerson }) };
  known.published.push({ version, settings, at, by, reason, ...eyes });
  return known;
}

/** Takes a choice in, in place. */
export function evolveChoices(choices: PolicyChoices, { actor, ...change }: Chosen, at: number): void {
  choices.changes.push({ ...change, at, by: actor });
}

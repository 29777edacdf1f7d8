import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';
import { secondPerson } from './second-person.js';
import type { DoneBy, ToldEvent, Wanted } from './told.js';

export const accessDecisions = ['keep', 'change', 'remove'] as const;
export type AccessDecision = (typeof accessDecisions)[number];

/** What was known of an account when the review began. */
export interface AccountSnapshot {
  status: string;
  role?: string;
  storeId?: string;
  /** PCI DSS scope class, where the operator has one. */
  scopeClass?: string;
  /** RFC 3339. */
  lastSeen?: string;
}

/** The same of an account of the platform's own. */
export interface ConsoleSnapshot {
  username: string;
  name: string;
  kind: string;
  roles: string[];
  status: string;
  stores?: string[];
  /** RFC 3339. */
  until?: string;
  /** The last sign-in, or use of a token; absent: never. */
  lastUsed?: string;
  /** It was not used for so long that it should have been switched off. */
  dormant: boolean;
}

interface Decidable {
  decided?: DoneBy & { decision: AccessDecision; reason: string };
}
export interface DecidedAccount extends AccountSnapshot, Decidable {}
export interface DecidedConsoleAccount extends ConsoleSnapshot, Decidable {}

/** What the stream `access-review-<id>` says. */
export interface AccessReview {
  id: string;
  opened: DoneBy;
  /** RFC 3339. */
  dueAt: string;
  storeId?: string;
  /** By operator id. */
  accounts: Record<string, DecidedAccount>;
  /** By account id; absent: they were not reviewed. */
  console?: Record<string, DecidedConsoleAccount>;
  closed?: DoneBy & { note?: string };
}

type Told = 'AccessReviewOpened' | 'AccessReviewDecided' | 'AccessReviewClosed';
export type AccessReviewEvent = ToldEvent<Told>;
export type AccessReviewCommand = Wanted<Told>;

/** Accounts in one review: more are reviewed store by store. */
export const maxReviewedAccounts = 2_000;
/** PCI DSS 7.2.4: at least once every six months. */
export const accessReviewDays = 183;
/** PCI DSS 8.2.6. */
export const accountDormantDays = 90;

type Decisions = Record<string, { decision: AccessDecision; reason: string }>;

/** Nobody decides on their own account; a decision can be changed until the review is closed, when all are decided. */
export function decideAccessReview(
  known: AccessReview | undefined,
  wanted: AccessReviewCommand,
  nowMs: number,
): Result<AccessReviewCommand, Problem> {
  if (wanted.name === 'AccessReviewOpened') return known ? fail(problem('wrong-state')) : opening(wanted, nowMs);
  if (!known) return fail(problem('not-found'));
  if (known.closed) return fail(problem('wrong-state', undefined, 'The review is closed.'));
  const { console: own = {} } = known;
  if (wanted.name === 'AccessReviewClosed') {
    const { undecided } = reviewProgress(known);
    if (undecided > 0) return fail(problem('wrong-state', undefined, `${undecided} are undecided.`));
    // Closing switches them off.
    const removed = removedAccounts(known).map((id) => own[id]!.username);
    const eyes = secondPerson(wanted.data.actor, removed, 'nobody');
    return eyes.ok ? ok(wanted) : eyes;
  }
  const [ids, ownIds] = [Object.keys(wanted.data.decisions), Object.keys(wanted.data.console ?? {})];
  const isKnown = ids.every((id) => Object.hasOwn(known.accounts, id)) && ownIds.every((id) => Object.hasOwn(own, id));
  if (!isKnown) {
    return fail(problem('parameter-invalid', '/decisions', 'An account is not in this review.'));
  }
  const people = [...ids, ...ownIds.map((id) => own[id]!.username)];
  const eyes = secondPerson(wanted.data.actor, people, 'nobody', '/decisions');
  return eyes.ok ? ok(wanted) : eyes;
}

function opening(wanted: AccessReviewCommand & { name: 'AccessReviewOpened' }, nowMs: number) {
  const { dueAt, accounts, console: own = {} } = wanted.data;
  const count = Object.keys(accounts).length + Object.keys(own).length;
  if (Date.parse(dueAt) <= nowMs) return fail(problem('parameter-invalid', '/dueAt', 'It is not later than now.'));
  if (count === 0) return fail(problem('parameter-invalid', '/storeId', 'There is no account to review.'));
  return count > maxReviewedAccounts ? fail(problem('limit-reached')) : ok(wanted);
}

export function evolveAccessReview(
  known: AccessReview | undefined,
  id: string,
  event: AccessReviewEvent,
): AccessReview | undefined {
  const { at } = event;
  if (event.name === 'AccessReviewOpened') {
    const { actor: by, accounts, console: own, ...facts } = event.data;
    const reviewed = own && { console: own as unknown as Record<string, ConsoleSnapshot> };
    return { id, ...facts, accounts: accounts as Record<string, AccountSnapshot>, ...reviewed, opened: { by, at } };
  }
  if (!known) return undefined;
  const { actor: by } = event.data;
  if (event.name === 'AccessReviewClosed') {
    const { note } = event.data;
    return Object.assign(known, { closed: { by, at, ...(note !== undefined && { note }) } });
  }
  const { decisions, console: own = {} } = event.data;
  decide(known.accounts, decisions as Decisions, { by, at });
  decide(known.console ?? {}, own as Decisions, { by, at });
  return known;
}

function decide(accounts: Record<string, Decidable>, decisions: Decisions, done: DoneBy): void {
  for (const [account, { decision, reason }] of Object.entries(decisions)) {
    if (Object.hasOwn(accounts, account)) accounts[account]!.decided = { decision, reason, ...done };
  }
}

/** Ids of the platform's own accounts that closing the review switches off. */
export function removedAccounts({ console: own = {} }: AccessReview): string[] {
  return Object.keys(own).filter((id) => own[id]!.decided?.decision === 'remove');
}

export interface ReviewProgress {
  accounts: number;
  undecided: number;
  decisions: Record<AccessDecision, number>;
}

export function reviewProgress({ accounts, console: own = {} }: AccessReview): ReviewProgress {
  const decisions = { keep: 0, change: 0, remove: 0 };
  const all: Decidable[] = [...Object.values(accounts), ...Object.values(own)];
  for (const { decided } of all) if (decided) decisions[decided.decision] += 1;
  return { accounts: all.length, undecided: all.filter(({ decided }) => !decided).length, decisions };
}

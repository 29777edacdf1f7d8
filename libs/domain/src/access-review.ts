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

export interface DecidedAccount extends AccountSnapshot {
  decided?: DoneBy & { decision: AccessDecision; reason: string };
}

/** What the stream `access-review-<id>` says. */
export interface AccessReview {
  id: string;
  opened: DoneBy;
  /** RFC 3339. */
  dueAt: string;
  storeId?: string;
  /** By operator id. */
  accounts: Record<string, DecidedAccount>;
  closed?: DoneBy & { note?: string };
}

type Told = 'AccessReviewOpened' | 'AccessReviewDecided' | 'AccessReviewClosed';
export type AccessReviewEvent = ToldEvent<Told>;
export type AccessReviewCommand = Wanted<Told>;

/** Accounts in one review: more are reviewed store by store. */
export const maxReviewedAccounts = 2_000;
/** PCI DSS 7.2.4: at least once every six months. */
export const accessReviewDays = 183;

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
  if (wanted.name === 'AccessReviewClosed') {
    const { undecided } = reviewProgress(known);
    return undecided === 0 ? ok(wanted) : fail(problem('wrong-state', undefined, `${undecided} are undecided.`));
  }
  const ids = Object.keys(wanted.data.decisions);
  if (ids.some((id) => !Object.hasOwn(known.accounts, id))) {
    return fail(problem('parameter-invalid', '/decisions', 'An account is not in this review.'));
  }
  const eyes = secondPerson(wanted.data.actor, ids, 'nobody', '/decisions');
  return eyes.ok ? ok(wanted) : eyes;
}

function opening(wanted: AccessReviewCommand & { name: 'AccessReviewOpened' }, nowMs: number) {
  const { dueAt, accounts } = wanted.data;
  const count = Object.keys(accounts).length;
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
    const { actor: by, accounts, ...facts } = event.data;
    return { id, ...facts, accounts: accounts as Record<string, AccountSnapshot>, opened: { by, at } };
  }
  if (!known) return undefined;
  const { actor: by } = event.data;
  if (event.name === 'AccessReviewClosed') {
    const { note } = event.data;
    return Object.assign(known, { closed: { by, at, ...(note !== undefined && { note }) } });
  }
  for (const [account, { decision, reason }] of Object.entries(event.data.decisions as Decisions)) {
    if (Object.hasOwn(known.accounts, account)) known.accounts[account]!.decided = { decision, reason, by, at };
  }
  return known;
}

export interface ReviewProgress {
  accounts: number;
  undecided: number;
  decisions: Record<AccessDecision, number>;
}

export function reviewProgress({ accounts }: AccessReview): ReviewProgress {
  const decisions = { keep: 0, change: 0, remove: 0 };
  const all = Object.values(accounts);
  for (const { decided } of all) if (decided) decisions[decided.decision] += 1;
  return { accounts: all.length, undecided: all.filter(({ decided }) => !decided).length, decisions };
}

import type {
  AccessDecision,
  AccessReviewDetail,
  AccessReviewList,
  AccessReviewView,
  ReviewEffect,
} from '@tillwatch/api';
import {
  accessReviewDays,
  evolveAccessReview,
  reviewProgress,
  type AccessReview,
  type AccessReviewEvent,
} from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { instant } from './paging.js';
import { after, readRecord, recordModel, told } from './record-model.js';

/** Who may still use which account, asked every half year. */
export const accessReviews = recordModel<AccessReview>({
  name: 'access-reviews',
  version: 1,
  columns: [
    { name: 'opened_at', type: 'bigint', of: ({ opened }) => Date.parse(opened.at) },
    { name: 'due_at', type: 'bigint', of: ({ dueAt }) => Date.parse(dueAt) },
    { name: 'closed_at', type: 'bigint', of: ({ closed }) => closed && Date.parse(closed.at) },
  ],
  indexes: ['opened_at, id'],
  idOf: after('access-review-'),
  evolve: (known, id, event) => evolveAccessReview(known, id, told<AccessReviewEvent>(event)),
});

/** Two a year, of each store where there are many: more than anybody looks back at. */
const maxListed = 200;
const dayMs = 86_400_000;

/** The latest first, at most 200. */
export async function listAccessReviews(db: Queryable, nowMs: number): Promise<AccessReviewList> {
  const rows = await db.query<{ document: AccessReview }>(
    `SELECT document FROM read_models.access_reviews ORDER BY opened_at DESC, id DESC LIMIT ${maxListed}`,
  );
  const latest = rows[0]?.document;
  const dueAt = latest && Date.parse(latest.opened.at) + accessReviewDays * dayMs;
  return {
    items: rows.map(({ document }) => accessReviewView(document, nowMs)),
    ...(dueAt !== undefined && { nextDue: instant(dueAt) }),
    overdue: dueAt === undefined || dueAt <= nowMs,
  };
}

export async function getAccessReview(
  db: Queryable,
  id: string,
  nowMs: number,
): Promise<AccessReviewDetail | undefined> {
  const known = await readRecord<AccessReview>(db, 'access_reviews', id);
  if (!known) return undefined;
  const isClosed = known.closed !== undefined;
  const items = Object.entries(known.accounts).map(([account, about]) => ({
    id: account,
    ...about,
    ...(isClosed && effectOf(about.decided?.decision, 'to-do')),
  }));
  const own = Object.entries(known.console ?? {}).map(([account, about]) => ({
    id: account,
    ...about,
    ...(isClosed && effectOf(about.decided?.decision, 'disabled')),
  }));
  return {
    ...accessReviewView(known, nowMs),
    items: items.sort((a, b) => (a.id < b.id ? -1 : 1)),
    consoleItems: own.sort((a, b) => (a.username < b.username ? -1 : 1)),
  };
}

/** Whose till access ends, ends at the tills; what is to change, somebody has to change. */
function effectOf(decision: AccessDecision | undefined, removed: ReviewEffect): { effect?: ReviewEffect } {
  if (decision === 'change') return { effect: 'to-do' };
  return decision === 'remove' ? { effect: removed } : {};
}

export function accessReviewView(review: AccessReview, nowMs: number): AccessReviewView {
  const { accounts, console: own, ...known } = review;
  void [accounts, own];
  const progress = reviewProgress(review);
  const status = known.closed ? 'closed' : progress.undecided === 0 ? 'decided' : 'open';
  return { ...known, ...progress, status, overdue: !known.closed && Date.parse(known.dueAt) <= nowMs };
}

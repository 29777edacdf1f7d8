import type { DailyContent, DailyReviewDetail, DailyReviewView } from '@tillwatch/api';
import { evolveDailyReview, type DailyReview, type DailyReviewEvent } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { readPage, type PageCursor, type PageOf } from './paging.js';
import { after, readRecord, recordModel, told } from './record-model.js';

/** The days that were looked at, and who signed them off. */
export const dailyReviews = recordModel<DailyReview>({
  name: 'daily-reviews',
  version: 1,
  columns: [{ name: 'signed_off', type: 'boolean', of: ({ signedOff }) => signedOff !== undefined }],
  idOf: after('daily-review-'),
  evolve: (known, id, event) => evolveDailyReview(known, id, told<DailyReviewEvent>(event)),
});

export interface DailyReviewQuery {
  limit: number;
  after?: PageCursor;
}

/** The latest day first. */
export async function listDailyReviews(
  db: Queryable,
  { limit, after: from }: DailyReviewQuery,
): Promise<PageOf<DailyReviewView>> {
  const page = await readPage<{ document: DailyReview }>(db, {
    select: 'document',
    from: 'read_models.daily_reviews',
    where: [],
    sort: { by: ['id'], descending: true },
    limit,
    after: from,
  });
  return { ...page, items: page.items.map(({ document }) => dailyReviewView(document)) };
}

/** `id`: the date. */
export async function getDailyReview(db: Queryable, id: string): Promise<DailyReviewDetail | undefined> {
  const known = await readRecord<DailyReview>(db, 'daily_reviews', id);
  return known && dailyReviewDetail(known);
}

export function dailyReviewDetail(review: DailyReview): DailyReviewDetail {
  return { ...dailyReviewView(review), content: review.content as unknown as DailyContent };
}

function dailyReviewView({ content, ...review }: DailyReview): DailyReviewView {
  const { alerts, checks } = content as unknown as DailyContent;
  return { ...review, alerts: alerts.total, exceptions: Object.values(checks).reduce((sum, count) => sum + count, 0) };
}

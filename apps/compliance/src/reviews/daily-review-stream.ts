import { decideDailyReview, evolveDailyReview, type DailyReview, type DailyReviewCommand } from '@tillwatch/domain';
import type { RecordKind } from '../alerts/change-record.js';

export const dailyReviews: RecordKind<DailyReview, DailyReviewCommand> = {
  stream: (date) => `daily-review-${date}`,
  evolve: evolveDailyReview,
  decide: decideDailyReview,
};

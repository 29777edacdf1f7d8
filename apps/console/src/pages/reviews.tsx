import { Card, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { AccessReviews, OpenReviewButton } from '../widgets/access-reviews.js';
import { ControlFailures, OpenFailureButton } from '../widgets/control-failures.js';
import { ControlRequests } from '../widgets/control-requests.js';
import { CompileButton, DailyReviews } from '../widgets/daily-reviews.js';
import { FourEyesNote } from '../widgets/four-eyes-note.js';
import { PageHead } from '../widgets/page-head.js';
import { useSearch } from '../widgets/use-search.js';

const lists = {
  daily: { List: DailyReviews, Begin: CompileButton },
  access: { List: AccessReviews, Begin: OpenReviewButton },
  failures: { List: ControlFailures, Begin: OpenFailureButton },
  requests: { List: ControlRequests, Begin: undefined },
} as const;
const shows = Object.keys(lists) as (keyof typeof lists)[];

/** What people look over and sign: days, accounts, controls that failed, and what somebody else asked for. */
export function ReviewsPage() {
  const { t } = useTranslation();
  const [search, change] = useSearch(['show']);
  const show = shows.find((known) => known === search.show) ?? 'daily';
  const { List, Begin } = lists[show];
  return (
    <>
      <PageHead
        name={t('review.title')}
        extra={
          <>
            <Segmented
              aria-label={t('registry.show')}
              value={show}
              onChange={(wanted) => change({ show: wanted === 'daily' ? undefined : wanted })}
              options={shows.map((value) => ({ value, label: t(`review.${value}`) }))}
            />
            {Begin && <Begin />}
          </>
        }
      />
      <FourEyesNote />
      <Card size="small" className="flush">
        <List />
      </Card>
    </>
  );
}

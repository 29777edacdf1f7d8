import type { AccessReviewList, AccessReviewView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Table, Tag, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiPath } from '../api.js';
import { accessReviewsQuery } from '../review-queries.js';
import { CommandButton } from './command-button.js';
import { MaybeText } from './entity-link.js';
import { Instant } from './instant.js';
import { Answer, Nothing } from './query-state.js';

export function AccessReviews() {
  const { t } = useTranslation();
  const columns = useReviewColumns();
  return (
    <Answer query={useQuery(accessReviewsQuery)} rows={4}>
      {(reviews) => (
        <>
          <NextDue reviews={reviews} />
          <Table<AccessReviewView>
            size="small"
            rowKey="id"
            aria-label={t('review.access')}
            columns={columns}
            dataSource={reviews.items}
            pagination={false}
            scroll={{ x: 760 }}
            onRow={() => ({ 'data-testid': 'review-row' }) as React.HTMLAttributes<HTMLElement>}
            locale={{ emptyText: <Nothing text={t('review.noReviews')} /> }}
          />
        </>
      )}
    </Answer>
  );
}

function NextDue({ reviews: { nextDue, overdue } }: { reviews: AccessReviewList }) {
  const { t } = useTranslation();
  return (
    <p className="more" data-testid="next-due">
      {nextDue ? (
        <span>
          {t('review.nextDue')} <Instant at={nextDue} />
        </span>
      ) : (
        <span>{t('review.neverReviewed')}</span>
      )}
      {nextDue && overdue && <Tag className="tag status-bad">{t('registry.overdue')}</Tag>}
    </p>
  );
}

export function OpenReviewButton() {
  const { t } = useTranslation();
  return (
    <CommandButton
      label={t('review.openReview')}
      path={apiPath(['access-reviews'])}
      fields={[
        { name: 'storeId', label: t('registry.store'), optional: true },
        { name: 'dueAt', label: t('review.dueAt'), kind: 'instant', optional: true },
      ]}
      primary
      testId="open-review"
    />
  );
}

function useReviewColumns(): TableColumnsType<AccessReviewView> {
  const { t } = useTranslation();
  return [
    {
      title: t('registry.at'),
      key: 'at',
      width: 170,
      render: (_, { id, opened }) => (
        <Link to={`/reviews/access/${encodeURIComponent(id)}`}>
          <Instant at={opened.at} />
        </Link>
      ),
    },
    { title: t('registry.by'), key: 'by', width: 130, render: (_, { opened }) => <MaybeText text={opened.by} /> },
    { title: t('registry.store'), key: 'store', render: (_, { storeId }) => <MaybeText text={storeId} /> },
    { title: t('review.status'), key: 'status', width: 120, render: (_, { status }) => t(`review.${status}`) },
    { title: t('review.accounts'), dataIndex: 'accounts', width: 90, align: 'right' },
    { title: t('review.undecided'), dataIndex: 'undecided', width: 90, align: 'right' },
    {
      title: t('review.dueAt'),
      key: 'due',
      width: 240,
      render: (_, { dueAt, overdue }) => (
        <>
          <Instant at={dueAt} /> {overdue && <Tag className="tag status-bad">{t('registry.overdue')}</Tag>}
        </>
      ),
    },
  ];
}

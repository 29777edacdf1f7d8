import type { DailyReviewView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Tag, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiPath } from '../api.js';
import { dailyReviewsQuery } from '../review-queries.js';
import { CommandButton } from './command-button.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { PagedTable } from './paged-table.js';

export function DailyReviews() {
  const { t } = useTranslation();
  return (
    <PagedTable
      query={useInfiniteQuery(dailyReviewsQuery)}
      columns={useDailyColumns()}
      empty={t('review.noDays')}
      testId="day-row"
      label={t('review.daily')}
      minWidth={760}
    />
  );
}

/** Makes the checks of a day: of yesterday, if nothing else is said, as this browser has its days. */
export function CompileButton({ date, zone }: { date?: string; zone?: string }) {
  const { t } = useTranslation();
  const isAgain = date !== undefined;
  return (
    <CommandButton
      label={t(isAgain ? 'review.compileAgain' : 'review.compile')}
      path={apiPath(['daily-reviews'])}
      fields={[
        { name: 'date', label: t('review.date'), kind: 'day', initial: date ?? yesterday() },
        { name: 'zone', label: t('review.zone'), initial: zone ?? localZone() },
      ]}
      primary={!isAgain}
      testId="compile"
    />
  );
}

export function SignedOff({ review: { signedOff } }: { review: DailyReviewView }) {
  const { t } = useTranslation();
  if (!signedOff) return <Tag className="tag status-warn">{t('review.notSigned')}</Tag>;
  return (
    <>
      <OutsideText text={signedOff.by} /> <Instant at={signedOff.at} />{' '}
      {signedOff.singlePerson && <Tag className="tag status-warn">{t('review.singlePerson')}</Tag>}
    </>
  );
}

function useDailyColumns(): TableColumnsType<DailyReviewView> {
  const { t } = useTranslation();
  return [
    {
      title: t('review.date'),
      key: 'date',
      width: 140,
      render: (_, { id }) => <Link to={`/reviews/daily/${encodeURIComponent(id)}`}>{id}</Link>,
    },
    { title: t('review.zone'), dataIndex: 'zone', width: 90 },
    { title: t('review.alerts'), dataIndex: 'alerts', width: 90, align: 'right' },
    { title: t('review.exceptions'), dataIndex: 'exceptions', width: 90, align: 'right' },
    { title: t('review.signedOff'), key: 'signed', render: (_, review) => <SignedOff review={review} /> },
  ];
}

function yesterday(): string {
  const day = new Date();
  day.setDate(day.getDate() - 1);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** `+08:00` */
function localZone(): string {
  const minutes = -new Date().getTimezoneOffset();
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

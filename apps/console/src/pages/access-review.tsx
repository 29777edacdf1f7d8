import type {
  AccessDecision,
  AccessReviewDetail,
  ReviewedAccountView,
  ReviewedConsoleAccountView,
} from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Card, Table, Tag, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { apiPath } from '../api.js';
import { accessReviewQuery } from '../review-queries.js';
import { localTime } from '../text/time.js';
import { CommandButton } from '../widgets/command-button.js';
import { EntityLink, MaybeText } from '../widgets/entity-link.js';
import { MaybeInstant } from '../widgets/instant.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer } from '../widgets/query-state.js';

const decisions: readonly AccessDecision[] = ['keep', 'change', 'remove'];
const tone = { keep: 'good', change: 'warn', remove: 'bad' } as const;
const pageSize = 50;

/** Every account as it was when the review began, and what was decided on it. */
export function AccessReviewPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const query = useQuery(accessReviewQuery(id));
  return (
    <>
      <PageHead
        name={query.data ? `${t('review.access')} ${localTime(query.data.opened.at)}` : t('review.access')}
        path={<Link to="/reviews?show=access">{t('review.title')}</Link>}
        extra={query.data && <Close review={query.data} />}
      />
      <Answer query={query} missing={t('review.unknownReview')} rows={6}>
        {(review) => (
          <>
            <Accounts review={review} />
            {review.consoleItems.length > 0 && <ConsoleAccounts review={review} />}
          </>
        )}
      </Answer>
    </>
  );
}

function Close({ review: { id, status, undecided } }: { review: AccessReviewDetail }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="quiet" data-testid="review-status">
        {t(`review.${status}`)} · {t('review.undecided')} {undecided}
      </span>
      {status === 'decided' && (
        <CommandButton
          label={t('review.close')}
          path={apiPath(['access-reviews', id, 'close'])}
          fields={[{ name: 'note', label: t('review.note'), kind: 'area', optional: true }]}
          primary
          testId="close-review"
        />
      )}
    </>
  );
}

function Accounts({ review }: { review: AccessReviewDetail }) {
  const { t } = useTranslation();
  return (
    <Card size="small" className="flush">
      <Table<ReviewedAccountView>
        size="small"
        rowKey="id"
        aria-label={t('review.accounts')}
        columns={useAccountColumns(review)}
        dataSource={review.items}
        pagination={{ pageSize, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 960 }}
        onRow={() => ({ 'data-testid': 'account-row' }) as React.HTMLAttributes<HTMLElement>}
      />
    </Card>
  );
}

function useAccountColumns({ id: review, status }: AccessReviewDetail): TableColumnsType<ReviewedAccountView> {
  const { t } = useTranslation();
  return [
    { title: t('review.operator'), key: 'id', render: (_, { id }) => <EntityLink kind="operator" id={id} /> },
    {
      title: t('review.status'),
      key: 'status',
      width: 100,
      render: (_, account) => <MaybeText text={account.status} />,
    },
    { title: t('review.role'), key: 'role', width: 120, render: (_, { role }) => <MaybeText text={role} /> },
    {
      title: t('review.scopeClass'),
      key: 'scope',
      width: 120,
      render: (_, { scopeClass }) => <MaybeText text={scopeClass} />,
    },
    { title: t('registry.store'), key: 'store', width: 110, render: (_, { storeId }) => <MaybeText text={storeId} /> },
    {
      title: t('review.lastSeen'),
      key: 'seen',
      width: 152,
      render: (_, { lastSeen }) => <MaybeInstant at={lastSeen} />,
    },
    { title: t('review.decision'), key: 'decision', render: (_, account) => <Decision {...account} /> },
    {
      key: 'decide',
      width: 100,
      render: (_, { id }) => status !== 'closed' && <Decide review={review} about={{ operatorId: id }} />,
    },
  ];
}

function ConsoleAccounts({ review }: { review: AccessReviewDetail }) {
  const { t } = useTranslation();
  const columns: TableColumnsType<ReviewedConsoleAccountView> = [
    {
      title: t('account.username'),
      key: 'username',
      render: (_, { username, name }) => (
        <>
          <OutsideText text={username} />{' '}
          <span className="quiet">
            <OutsideText text={name} />
          </span>
        </>
      ),
    },
    {
      title: t('account.status'),
      key: 'status',
      width: 150,
      render: (_, { status, dormant }) => (
        <>
          {t(`account.${status as 'active'}`)} {dormant && <Tag className="tag status-warn">{t('review.dormant')}</Tag>}
        </>
      ),
    },
    {
      title: t('account.roles'),
      key: 'roles',
      width: 220,
      render: (_, { roles }) => roles.map((role) => t(`role.${role as 'administrator'}`)).join(', '),
    },
    {
      title: t('registry.store'),
      key: 'stores',
      width: 110,
      render: (_, { stores }) => <OutsideText text={stores?.join(', ') ?? t('account.allStores')} />,
    },
    {
      title: t('review.lastSeen'),
      key: 'used',
      width: 152,
      render: (_, { lastUsed }) => <MaybeInstant at={lastUsed} />,
    },
    { title: t('review.decision'), key: 'decision', render: (_, account) => <Decision {...account} /> },
    {
      key: 'decide',
      width: 100,
      render: (_, { id }) => review.status !== 'closed' && <Decide review={review.id} about={{ accountId: id }} />,
    },
  ];
  return (
    <Card size="small" className="flush" title={t('review.consoleAccounts')}>
      <Table<ReviewedConsoleAccountView>
        size="small"
        rowKey="id"
        aria-label={t('review.consoleAccounts')}
        columns={columns}
        dataSource={review.consoleItems}
        pagination={{ pageSize, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 1_040 }}
        onRow={() => ({ 'data-testid': 'console-account-row' }) as React.HTMLAttributes<HTMLElement>}
      />
    </Card>
  );
}

function Decision({ decided, effect }: Pick<ReviewedAccountView, 'decided' | 'effect'>) {
  const { t } = useTranslation();
  if (!decided) return <span className="quiet">{t('review.undecided')}</span>;
  return (
    <>
      <Tag className={`tag status-${tone[decided.decision]}`}>{t(`review.${decided.decision}`)}</Tag>
      <OutsideText text={`${decided.by}: ${decided.reason}`} />{' '}
      {effect && <Tag className="tag">{t(`review.${effect}`)}</Tag>}
    </>
  );
}

function Decide({ review, about }: { review: string; about: { operatorId: string } | { accountId: string } }) {
  const { t } = useTranslation();
  return (
    <CommandButton
      label={t('review.decide')}
      path={apiPath(['access-reviews', review, 'decisions'])}
      fields={[
        {
          name: 'decision',
          label: t('review.decision'),
          kind: 'choice',
          choices: decisions.map((value) => ({ value, label: t(`review.${value}`) })),
        },
        { name: 'reason', label: t('registry.reason'), kind: 'area' },
      ]}
      body={(values) => ({ decisions: [{ ...about, ...values }] })}
      testId="decide"
    />
  );
}

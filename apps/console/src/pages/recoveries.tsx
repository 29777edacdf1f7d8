import type { RecoveryCaseView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Segmented, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { recoveriesQuery, type RecoveryFilter } from '../recovery-queries.js';
import { EntityLink, MaybeText } from '../widgets/entity-link.js';
import { ChoiceFilter, TextFilter } from '../widgets/filter-fields.js';
import { Instant } from '../widgets/instant.js';
import { channels, NewRecovery } from '../widgets/new-recovery.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PagedTable } from '../widgets/paged-table.js';
import { PageHead } from '../widgets/page-head.js';
import { NextMark, RecoveryStatusTag } from '../widgets/recovery-marks.js';
import { useInStore } from '../widgets/store-switch.js';
import { useSearch } from '../widgets/use-search.js';

const statuses = [
  'requested',
  'verifying',
  'approved',
  'rejected',
  'executed',
  'closed',
  'withdrawn',
  'expired',
] as const;

export function RecoveriesPage() {
  const { t } = useTranslation();
  const [filter, change] = useSearch(['step', 'status', 'channel', 'operator', 'store', 'assignee']);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <PageHead
        name={t('recovery.title')}
        extra={
          <span className="actions">
            <Segmented
              aria-label={t('recovery.show')}
              value={filter.step === 'approve' ? 'queue' : 'all'}
              onChange={(wanted) => change({ step: wanted === 'queue' ? 'approve' : undefined })}
              options={(['all', 'queue'] as const).map((value) => ({ value, label: t(`recovery.${value}`) }))}
            />
            <Button type="primary" onClick={() => setAsking(!asking)} aria-expanded={asking}>
              {t('recovery.new')}
            </Button>
          </span>
        }
      />
      <p className="quiet">{t('recovery.explain')}</p>
      {asking && <NewRecovery />}
      <Card size="small" className="flush">
        <Filters filter={filter} onChange={change} />
        <PagedTable
          query={useInfiniteQuery(recoveriesQuery(useInStore(filter)))}
          columns={useColumns()}
          empty={t('recovery.empty')}
          testId="recovery-row"
          label={t('recovery.title')}
          minWidth={1_040}
        />
      </Card>
    </>
  );
}

function Filters({ filter, onChange }: { filter: RecoveryFilter; onChange: (changes: RecoveryFilter) => void }) {
  const { t } = useTranslation();
  return (
    <div className="filters" role="search" aria-label={t('alerts.filters')}>
      <ChoiceFilter
        label={t('recovery.status')}
        value={filter.status}
        choices={statuses.map((value) => ({ value, label: t(`recovery.statuses.${value}`) }))}
        onChange={(status) => onChange({ status } as RecoveryFilter)}
        testId="filter-status"
      />
      <ChoiceFilter
        label={t('recovery.channel')}
        value={filter.channel}
        choices={channels.map((value) => ({ value, label: t(`recovery.channels.${value}`) }))}
        onChange={(channel) => onChange({ channel } as RecoveryFilter)}
        testId="filter-channel"
        wide
      />
      {(['operator', 'assignee'] as const).map((name) => (
        <TextFilter
          key={name}
          label={t(`recovery.${name}`)}
          value={filter[name]}
          onChange={(value) => onChange({ [name]: value })}
          testId={`filter-${name}`}
        />
      ))}
    </div>
  );
}

function useColumns(): TableColumnsType<RecoveryCaseView> {
  const { t } = useTranslation();
  return [
    {
      title: t('recovery.status'),
      key: 'status',
      width: 120,
      render: (_, { id, status }) => (
        <Link to={`/recoveries/${id}`} data-testid="recovery-link">
          <RecoveryStatusTag status={status} />
        </Link>
      ),
    },
    {
      title: t('recovery.operator'),
      key: 'operator',
      width: 130,
      render: (_, { operatorId }) => <EntityLink kind="operator" id={operatorId} />,
    },
    {
      title: t('recovery.channel'),
      key: 'channel',
      width: 150,
      render: (_, { channel }) => t(`recovery.channels.${channel}`),
    },
    { title: t('recovery.next'), key: 'next', render: (_, { next }) => <NextMark {...(next && { next })} /> },
    {
      title: t('recovery.terminal'),
      key: 'terminal',
      width: 120,
      render: (_, { terminalId }) => <EntityLink kind="terminal" id={terminalId} />,
    },
    {
      title: t('recovery.assignee'),
      key: 'assignee',
      width: 110,
      render: (_, { assignee }) => <MaybeText text={assignee} />,
    },
    {
      title: t('recovery.requested'),
      key: 'requested',
      width: 120,
      render: (_, { requested }) => <OutsideText text={requested.by} />,
    },
    {
      title: t('recovery.requestedAt'),
      key: 'requestedAt',
      width: 152,
      render: (_, { requested }) => <Instant at={requested.at} />,
    },
  ];
}

import type { RecoveryCaseView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Segmented, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiPath } from '../api.js';
import { recoveriesQuery, type RecoveryFilter } from '../recovery-queries.js';
import { EntityLink, MaybeText } from '../widgets/entity-link.js';
import { ChoiceFilter, TextFilter } from '../widgets/filter-fields.js';
import { Instant } from '../widgets/instant.js';
import { channels, NewRecovery } from '../widgets/new-recovery.js';
import { Offer } from '../widgets/offer.js';
import { OnePersonStores } from '../widgets/one-person-stores.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PagedTable } from '../widgets/paged-table.js';
import { PageHead } from '../widgets/page-head.js';
import { NextMark, RecoveryStatusTag, WhoseMark } from '../widgets/recovery-marks.js';
import { useInStore } from '../widgets/store-switch.js';
import { useMay } from '../widgets/use-me.js';
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
  const [search, change] = useSearch(['step', 'status', 'channel', 'operator', 'store', 'assignee', 'new', 'show']);
  const { new: asking, show, ...filter } = search;
  const mayReadAll = useMay('recovery.read', true);
  const shown = show === 'alone' && mayReadAll ? 'alone' : filter.step === 'approve' ? 'queue' : 'all';
  return (
    <>
      <PageHead
        name={t('recovery.title')}
        extra={
          <span className="actions">
            <Segmented
              aria-label={t('recovery.show')}
              value={shown}
              onChange={(wanted) =>
                change({
                  step: wanted === 'queue' ? 'approve' : undefined,
                  show: wanted === 'alone' ? wanted : undefined,
                })
              }
              options={[
                ...(['all', 'queue'] as const).map((value) => ({ value, label: t(`recovery.${value}`) })),
                ...(mayReadAll ? [{ value: 'alone' as const, label: t('onePerson.title') }] : []),
              ]}
            />
            <Offer to={apiPath(['recovery-cases'])}>
              <Button
                type="primary"
                onClick={() => change({ new: asking ? undefined : '1' })}
                aria-expanded={asking === '1'}
              >
                {t('recovery.new')}
              </Button>
            </Offer>
          </span>
        }
      />
      {asking && (
        <Offer to={apiPath(['recovery-cases'])} orSay>
          <NewRecovery operatorId={filter.operator} />
        </Offer>
      )}
      {shown === 'alone' ? <OnePersonStores /> : <Cases filter={filter} onChange={change} />}
    </>
  );
}

function Cases({ filter, onChange }: { filter: RecoveryFilter; onChange: (changes: RecoveryFilter) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="quiet">{t('recovery.explain')}</p>
      <Card size="small" className="flush">
        <Filters filter={filter} onChange={onChange} />
        <PagedTable
          query={useInfiniteQuery(recoveriesQuery(useInStore(filter)))}
          columns={useColumns()}
          empty={t('recovery.empty')}
          testId="recovery-row"
          label={t('recovery.title')}
          minWidth={1_060}
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
      width: 96,
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
      width: 120,
      render: (_, { channel }) => t(`recovery.channels.${channel}`),
    },
    { title: t('recovery.next'), key: 'next', render: (_, { next }) => <NextMark {...(next && { next })} /> },
    { title: t('caseWork.who'), key: 'whose', width: 180, render: (_, recovery) => <WhoseMark recovery={recovery} /> },
    {
      title: t('recovery.terminal'),
      key: 'terminal',
      width: 110,
      render: (_, { terminalId }) => <EntityLink kind="terminal" id={terminalId} />,
    },
    {
      title: t('recovery.assignee'),
      key: 'assignee',
      width: 96,
      render: (_, { assignee }) => <MaybeText text={assignee} />,
    },
    {
      title: t('recovery.requested'),
      key: 'requested',
      width: 152,
      render: (_, { requested }) => (
        <>
          <OutsideText text={requested.by} />
          <div className="quiet">
            <Instant at={requested.at} />
          </div>
        </>
      ),
    },
  ];
}

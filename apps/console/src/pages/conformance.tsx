import type { ConformanceView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Card, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { conformanceQuery } from '../people-queries.js';
import { ConformanceTag, Drift, Faults, PolicyName } from '../widgets/conformance-card.js';
import { EntityLink, MaybeText } from '../widgets/entity-link.js';
import { ChoiceFilter, TextFilter } from '../widgets/filter-fields.js';
import { Instant } from '../widgets/instant.js';
import { PagedTable } from '../widgets/paged-table.js';
import { PageHead } from '../widgets/page-head.js';
import { useSearch } from '../widgets/use-search.js';

export function ConformancePage() {
  const { t } = useTranslation();
  const [filter, change] = useSearch(['state', 'store']);
  return (
    <>
      <PageHead name={t('conformance.title')} path={<Link to="/policies">{t('policies.title')}</Link>} />
      <p className="quiet">{t('conformance.explain')}</p>
      <Card size="small" className="flush">
        <div className="filters" role="search" aria-label={t('alerts.filters')}>
          <ChoiceFilter
            label={t('conformance.state')}
            value={filter.state}
            choices={(['conforms', 'fails', 'unknown'] as const).map((value) => ({
              value,
              label: t(`conformance.${value}`),
            }))}
            onChange={(state) => change({ state })}
            testId="filter-state"
          />
          <TextFilter
            label={t('operators.store')}
            value={filter.store}
            onChange={(store) => change({ store })}
            testId="filter-store"
          />
        </div>
        <PagedTable
          query={useInfiniteQuery(conformanceQuery(filter))}
          columns={useConformanceColumns()}
          empty={t('conformance.empty')}
          testId="conformance-row"
          label={t('conformance.title')}
          minWidth={1040}
          rowKey="terminalId"
        />
      </Card>
    </>
  );
}

function useConformanceColumns(): TableColumnsType<ConformanceView> {
  const { t } = useTranslation();
  return [
    {
      title: t('alerts.terminal'),
      key: 'terminal',
      width: 150,
      render: (_, { terminalId }) => <EntityLink kind="terminal" id={terminalId} />,
    },
    {
      title: t('operators.store'),
      key: 'store',
      width: 90,
      render: (_, { storeId }) => <MaybeText text={storeId} />,
    },
    {
      title: t('conformance.state'),
      key: 'state',
      width: 100,
      render: (_, { state }) => <ConformanceTag state={state} />,
    },
    { title: t('conformance.policy'), key: 'policy', width: 150, render: (_, one) => <PolicyName {...one} /> },
    { title: t('conformance.faults'), key: 'faults', render: (_, { faults }) => <Faults faults={faults} /> },
    {
      title: t('conformance.drift'),
      key: 'drift',
      width: 190,
      render: (_, { drift }) => <Drift drift={drift} />,
    },
    {
      title: t('terminals.lastSeen'),
      key: 'lastSeen',
      width: 160,
      render: (_, { lastSeen }) => <Instant at={lastSeen} />,
    },
  ];
}

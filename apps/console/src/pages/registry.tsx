import type { RegistrationView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Card, Segmented, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { inspectionsDueQuery, registryQuery } from '../review-queries.js';
import { EntityLink } from '../widgets/entity-link.js';
import { TextFilter } from '../widgets/filter-fields.js';
import { DueInspection, InspectButton, ResultTag } from '../widgets/inspections-card.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PagedTable } from '../widgets/paged-table.js';
import { PageHead } from '../widgets/page-head.js';
import { RegisterButton } from '../widgets/register-button.js';
import { useSearch } from '../widgets/use-search.js';

const shows = ['inService', 'due', 'retired'] as const;

/** Which terminals there are, whether they were ever heard of or not, and which are to be inspected. */
export function RegistryPage() {
  const { t } = useTranslation();
  const [search, change] = useSearch(['q', 'store', 'show']);
  const show = shows.find((known) => known === search.show) ?? 'inService';
  return (
    <>
      <PageHead
        name={t('registry.title')}
        extra={
          <>
            <Segmented
              aria-label={t('registry.show')}
              value={show}
              onChange={(wanted) => change({ show: wanted === 'inService' ? undefined : wanted })}
              options={shows.map((value) => ({ value, label: t(`registry.${value}`) }))}
            />
            <RegisterButton />
          </>
        }
      />
      <Card size="small" className="flush">
        <div className="filters" role="search" aria-label={t('alerts.filters')}>
          {show !== 'due' && (
            <TextFilter
              label={t('registry.search')}
              value={search.q}
              onChange={(q) => change({ q })}
              testId="filter-q"
              wide
            />
          )}
          <TextFilter
            label={t('registry.store')}
            value={search.store}
            onChange={(store) => change({ store })}
            testId="filter-store"
          />
        </div>
        {show === 'due' ? (
          <Due store={search.store} />
        ) : (
          <Registered q={search.q} store={search.store} isRetired={show === 'retired'} />
        )}
      </Card>
    </>
  );
}

function Registered(props: { q: string | undefined; store: string | undefined; isRetired: boolean }) {
  const { t } = useTranslation();
  const filter = {
    ...(props.q && { q: props.q }),
    ...(props.store && { store: props.store }),
    ...(props.isRetired && { state: 'retired' }),
  };
  return (
    <PagedTable
      query={useInfiniteQuery(registryQuery(filter))}
      columns={useRegistryColumns()}
      empty={t('registry.empty')}
      testId="registration-row"
      label={t('registry.title')}
      minWidth={960}
    />
  );
}

function Due({ store }: { store: string | undefined }) {
  const { t } = useTranslation();
  const columns = useRegistryColumns();
  const act = {
    key: 'inspect',
    width: 190,
    render: (_: unknown, { id }: RegistrationView) => <InspectButton id={id} />,
  };
  return (
    <PagedTable
      query={useInfiniteQuery(inspectionsDueQuery(store))}
      columns={[...columns, act]}
      empty={t('registry.nothingDue')}
      testId="due-row"
      label={t('registry.due')}
      minWidth={1_100}
    />
  );
}

function useRegistryColumns(): TableColumnsType<RegistrationView> {
  const { t } = useTranslation();
  return [
    { title: t('registry.id'), key: 'id', render: (_, { id }) => <EntityLink kind="terminal" id={id} /> },
    { title: t('registry.model'), key: 'model', width: 120, render: (_, { model }) => <OutsideText text={model} /> },
    {
      title: t('registry.serial'),
      key: 'serial',
      width: 160,
      render: (_, { serial }) => <OutsideText text={serial} />,
    },
    {
      title: t('registry.store'),
      key: 'store',
      width: 120,
      render: (_, { storeId }) => <OutsideText text={storeId} />,
    },
    {
      title: t('registry.custodian'),
      key: 'custodian',
      width: 130,
      render: (_, { custodian }) => <OutsideText text={custodian} />,
    },
    {
      title: t('registry.lastInspection'),
      key: 'last',
      width: 130,
      render: (_, { lastInspection }) =>
        lastInspection ? <ResultTag result={lastInspection.result} /> : <span className="quiet">—</span>,
    },
    {
      title: t('registry.inspectionDue'),
      key: 'due',
      width: 220,
      render: (_, registration) => <DueInspection registration={registration} />,
    },
  ];
}

import { useInfiniteQuery } from '@tanstack/react-query';
import { Card, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { defaultAlertSort, type AlertFilter } from '../lists.js';
import { alertsQuery } from '../queries.js';
import { useAlertColumns } from '../widgets/alert-columns.js';
import { AlertFilters, alertFilterNames } from '../widgets/alert-filters.js';
import { AlertGroups } from '../widgets/alert-groups.js';
import { PagedTable } from '../widgets/paged-table.js';
import { PageHead } from '../widgets/page-head.js';
import { useInStore } from '../widgets/store-switch.js';
import { useSearch } from '../widgets/use-search.js';

export function AlertsPage() {
  const { t } = useTranslation();
  const [{ group, ...filter }, change] = useSearch([...alertFilterNames, 'group']);
  return (
    <>
      <PageHead
        name={t('alerts.title')}
        extra={
          <Segmented
            aria-label={t('handling.view')}
            value={group === 'key' ? 'key' : 'list'}
            onChange={(view) => change({ group: view === 'key' ? 'key' : undefined })}
            options={[
              { value: 'list', label: t('handling.list') },
              { value: 'key', label: t('handling.groups') },
            ]}
          />
        }
      />
      <Card size="small" className="flush">
        <AlertFilters filter={filter} onChange={change} />
        {group === 'key' ? <AlertGroups filter={filter} /> : <AlertTable filter={filter} onChange={change} />}
      </Card>
    </>
  );
}

function AlertTable({ filter, onChange }: { filter: AlertFilter; onChange: (changes: AlertFilter) => void }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(alertsQuery(useInStore(filter)));
  const columns = useAlertColumns(filter.sort ?? defaultAlertSort);
  return (
    <PagedTable
      query={query}
      columns={columns}
      empty={t('alerts.empty')}
      testId="alert-row"
      label={t('alerts.title')}
      minWidth={1_172}
      onSort={(sort) => onChange({ sort: sort === defaultAlertSort ? undefined : sort })}
    />
  );
}

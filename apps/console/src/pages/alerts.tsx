import { useInfiniteQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { defaultAlertSort } from '../lists.js';
import { alertsQuery } from '../queries.js';
import { useAlertColumns } from '../widgets/alert-columns.js';
import { AlertFilters, alertFilterNames } from '../widgets/alert-filters.js';
import { PagedTable } from '../widgets/paged-table.js';
import { PageHead } from '../widgets/page-head.js';
import { useSearch } from '../widgets/use-search.js';

export function AlertsPage() {
  const { t } = useTranslation();
  const [filter, change] = useSearch(alertFilterNames);
  const query = useInfiniteQuery(alertsQuery(filter));
  const columns = useAlertColumns(filter.sort ?? defaultAlertSort);
  return (
    <>
      <PageHead name={t('alerts.title')} />
      <Card size="small" className="flush">
        <AlertFilters filter={filter} onChange={change} />
        <PagedTable
          query={query}
          columns={columns}
          empty={t('alerts.empty')}
          testId="alert-row"
          label={t('alerts.title')}
          minWidth={1_040}
          onSort={(sort) => change({ sort: sort === defaultAlertSort ? undefined : sort })}
        />
      </Card>
    </>
  );
}

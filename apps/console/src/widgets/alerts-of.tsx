import { useInfiniteQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AlertFilter } from '../lists.js';
import { alertsQuery } from '../queries.js';
import { useAlertColumns } from './alert-columns.js';
import { PagedTable } from './paged-table.js';
import { useInStore } from './store-switch.js';

const rowsAtFirst = 10;

/** The alerts of one operator or terminal. */
export function AlertsOf({ filter }: { filter: { operator: string } | { terminal: string } }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(alertsQuery(useInStore<AlertFilter>(filter), rowsAtFirst));
  const of = 'operator' in filter ? 'operator' : 'terminal';
  const columns = useAlertColumns().filter(({ key }) => key !== of && key !== 'store');
  return (
    <Card title={t('alerts.title')} size="small" className="flush">
      <PagedTable
        query={query}
        columns={columns}
        empty={t('alerts.emptyFor')}
        testId="alert-row"
        label={t('alerts.title')}
        minWidth={860}
      />
    </Card>
  );
}

import type { AlertGroupView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AlertFilter } from '../lists.js';
import { alertGroupsQuery } from '../queries.js';
import { KeyLink } from './entity-link.js';
import { Instant } from './instant.js';
import { PagedTable } from './paged-table.js';
import { SeverityTag } from './tags.js';
import { useInStore } from './store-switch.js';

/** One line for all alerts of an operator or terminal. */
export function AlertGroups({ filter }: { filter: AlertFilter }) {
  const { t } = useTranslation();
  return (
    <PagedTable
      query={useInfiniteQuery(alertGroupsQuery(useInStore(filter)))}
      columns={useGroupColumns()}
      rowKey="key"
      empty={t('handling.groupsEmpty')}
      testId="group-row"
      label={t('handling.groups')}
      minWidth={760}
    />
  );
}

function useGroupColumns(): TableColumnsType<AlertGroupView> {
  const { t } = useTranslation();
  return [
    {
      title: t('alerts.severity'),
      key: 'severity',
      width: 84,
      render: (_, group) => <SeverityTag severity={group.severity} />,
    },
    { title: t('handling.subject'), key: 'key', render: (_, group) => <KeyLink alertKey={group.key} /> },
    { title: t('alerts.count'), key: 'count', width: 80, align: 'right', render: (_, group) => group.count },
    { title: t('handling.rules'), key: 'rules', width: 160, render: (_, group) => group.rules.join(', ') },
    { title: t('alerts.firstAt'), key: 'firstAt', width: 160, render: (_, group) => <Instant at={group.firstAt} /> },
    { title: t('alerts.lastAt'), key: 'lastAt', width: 160, render: (_, group) => <Instant at={group.lastAt} /> },
    {
      title: t('handling.latest'),
      key: 'latest',
      width: 100,
      render: (_, group) => <Link to={`/alerts/${encodeURIComponent(group.latest)}`}>{t('alerts.open')}</Link>,
    },
  ];
}

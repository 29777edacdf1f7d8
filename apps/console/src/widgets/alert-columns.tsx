import type { AlertView } from '@tillwatch/api';
import type { TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLanguage } from '../i18n/use-language.js';
import { DueBadge, HeldMarks } from './alert-marks.js';
import { EntityLink, MaybeText } from './entity-link.js';
import { Instant, LateBadge } from './instant.js';
import { orderOf } from './paged-table.js';
import { SeverityTag } from './tags.js';

/** Columns of every table of alerts. `sort` given: the three that the API sorts by can be clicked. */
export function useAlertColumns(sort?: string): TableColumnsType<AlertView> {
  const { t } = useTranslation();
  const { side } = useLanguage();
  const sortable = (key: string) => (sort === undefined ? {} : { sorter: true, sortOrder: orderOf(key, sort) });
  return [
    {
      title: t('alerts.severity'),
      key: 'severity',
      width: 84,
      render: (_, alert) => <SeverityTag severity={alert.severity} />,
      ...sortable('severity'),
    },
    {
      title: t('alerts.alert'),
      key: 'title',
      width: 214,
      render: (_, alert) => (
        <span className="alert-title">
          <Link to={`/alerts/${encodeURIComponent(alert.id)}`} data-testid="alert-link">
            <MaybeText text={alert.title[side]} />
          </Link>
          {alert.late && <LateBadge lateByMs={alert.lateByMs} />}
          <HeldMarks alert={alert} />
        </span>
      ),
    },
    {
      title: t('handling.title'),
      key: 'due',
      width: 132,
      render: (_, alert) => (
        <>
          <DueBadge alert={alert} />
          {alert.resolution && t(`resolution.${alert.resolution.reason}`)}
          {alert.assignee !== undefined && <MaybeText text={alert.assignee} />}
        </>
      ),
    },
    { title: t('alerts.rule'), key: 'rule', width: 104, render: (_, alert) => <MaybeText text={alert.rule} /> },
    {
      title: t('alerts.operator'),
      key: 'operator',
      width: 112,
      render: (_, alert) => <EntityLink kind="operator" id={alert.operatorId} />,
    },
    {
      title: t('alerts.terminal'),
      key: 'terminal',
      width: 136,
      render: (_, alert) => <EntityLink kind="terminal" id={alert.terminalId} />,
    },
    { title: t('alerts.store'), key: 'store', width: 128, render: (_, alert) => <MaybeText text={alert.storeId} /> },
    { title: t('alerts.count'), key: 'count', width: 60, align: 'right', render: (_, alert) => alert.count },
    {
      title: t('alerts.lastAt'),
      key: 'lastAt',
      width: 152,
      render: (_, alert) => <Instant at={alert.lastAt} />,
      ...sortable('lastAt'),
    },
    {
      title: t('alerts.raisedAt'),
      key: 'raisedAt',
      width: 152,
      render: (_, alert) => <Instant at={alert.raisedAt} />,
      ...sortable('raisedAt'),
    },
  ];
}

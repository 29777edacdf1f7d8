import type { ShadowFindingView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Card, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { shadowFindingsQuery } from '../queries.js';
import { KeyLink, MaybeText } from './entity-link.js';
import { Instant, LateBadge } from './instant.js';
import { PagedTable } from './paged-table.js';
import { SeverityTag, StatusTag } from './tags.js';

/** What a rule would have raised alerts for while it was in shadow. */
export function ShadowFindings({ rule }: { rule: string }) {
  const { t } = useTranslation();
  return (
    <Card
      size="small"
      className="flush"
      title={t('rules.shadow')}
      extra={<span className="quiet">{t('rules.shadowHint')}</span>}
    >
      <PagedTable
        query={useInfiniteQuery(shadowFindingsQuery(rule))}
        columns={useShadowColumns()}
        empty={t('rules.noShadow')}
        testId="shadow-row"
        label={t('rules.shadow')}
        minWidth={760}
      />
    </Card>
  );
}

function useShadowColumns(): TableColumnsType<ShadowFindingView> {
  const { t } = useTranslation();
  return [
    {
      title: t('alerts.severity'),
      key: 'severity',
      width: 84,
      render: (_, finding) => <SeverityTag severity={finding.severity} />,
    },
    {
      title: t('handling.subject'),
      key: 'key',
      render: (_, { key, late, lateByMs, superseded, clearedAt }) => (
        <>
          <KeyLink alertKey={key} /> {late && <LateBadge lateByMs={lateByMs} />}
          {superseded && <StatusTag status="superseded" />}
          {clearedAt !== undefined && (
            <span className="quiet">
              {t('rules.shadowCleared')} <Instant at={clearedAt} />
            </span>
          )}
        </>
      ),
    },
    { title: t('alerts.store'), key: 'store', width: 140, render: (_, { storeId }) => <MaybeText text={storeId} /> },
    { title: t('alerts.count'), key: 'count', width: 80, align: 'right', render: (_, { count }) => count },
    { title: t('alerts.firstAt'), key: 'firstAt', width: 160, render: (_, { firstAt }) => <Instant at={firstAt} /> },
    { title: t('alerts.lastAt'), key: 'lastAt', width: 160, render: (_, { lastAt }) => <Instant at={lastAt} /> },
  ];
}

import type { EntityRiskView, RiskView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Card, Segmented, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { riskQuery } from '../queries.js';
import { EntityLink } from '../widgets/entity-link.js';
import { Instant } from '../widgets/instant.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer, Nothing } from '../widgets/query-state.js';
import { useSearch } from '../widgets/use-search.js';

const kinds = ['operator', 'terminal', 'store'] as const;

export function RiskPage() {
  const { t } = useTranslation();
  const [search, change] = useSearch(['kind']);
  const kind = kinds.find((known) => known === search.kind) ?? 'operator';
  const columns = useRiskColumns(kind);
  return (
    <>
      <PageHead
        name={t('risk.title')}
        extra={
          <Segmented<RiskView['kind']>
            aria-label={t('risk.kind')}
            value={kind}
            onChange={(wanted) => change({ kind: wanted })}
            options={kinds.map((value) => ({ value, label: t(`risk.${value}`) }))}
          />
        }
      />
      <p className="quiet">{t('risk.explain')}</p>
      <Card size="small" className="flush">
        <Answer query={useQuery(riskQuery(kind))} rows={8}>
          {({ items }) => (
            <Table<EntityRiskView>
              size="small"
              rowKey="id"
              aria-label={t('risk.title')}
              columns={columns}
              dataSource={items}
              pagination={false}
              onRow={() => ({ 'data-testid': 'risk-row' }) as React.HTMLAttributes<HTMLElement>}
              locale={{ emptyText: <Nothing text={t('risk.empty')} /> }}
            />
          )}
        </Answer>
      </Card>
    </>
  );
}

const decimals = 1;

function useRiskColumns(kind: RiskView['kind']): TableColumnsType<EntityRiskView> {
  const { t } = useTranslation();
  return [
    {
      title: t('risk.score'),
      key: 'score',
      width: 110,
      align: 'right',
      render: (_, { score }) => <b>{score.toFixed(decimals)}</b>,
    },
    {
      title: t('risk.id'),
      key: 'id',
      render: (_, { id }) => <EntityLink kind={kind} id={id} />,
    },
    {
      title: t('risk.alerts'),
      key: 'alerts',
      width: 120,
      align: 'right',
      render: (_, { id, alerts }) => <Link to={`/alerts?${kind}=${encodeURIComponent(id)}`}>{alerts}</Link>,
    },
    { title: t('risk.lastAt'), key: 'lastAt', width: 180, render: (_, { lastAt }) => <Instant at={lastAt} /> },
  ];
}

import type { RiskAccount } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Card, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDuration } from '../i18n/use-language.js';
import { riskOfQuery } from '../store-queries.js';
import { Instant } from './instant.js';
import { Answer } from './query-state.js';
import { SeverityTag } from './tags.js';
import { useMay } from './use-me.js';

type Item = RiskAccount['items'][number];

const decimals = 1;

/** The risk of one operator, terminal or store, and what each alert adds to it after decay. */
export function RiskCard({ kind, id }: { kind: RiskAccount['kind']; id: string }) {
  const { t } = useTranslation();
  const mayRead = useMay('risk.read');
  const query = useQuery({ ...riskOfQuery(kind, id), enabled: mayRead });
  if (!mayRead) return null;
  return (
    <Card
      size="small"
      title={t('riskOf.title')}
      extra={
        query.data && (
          <span data-testid="risk-score">
            {t('riskOf.score')}: <b>{query.data.score.toFixed(decimals)}</b>
          </span>
        )
      }
      data-testid="risk-card"
    >
      <Answer query={query}>{(account) => <Account account={account} />}</Answer>
    </Card>
  );
}

function Account({ account }: { account: RiskAccount }) {
  const { t } = useTranslation();
  const duration = useDuration();
  const columns = useItemColumns(account);
  const { items, alerts, halfLifeMs, horizonMs } = account;
  if (items.length === 0) return <p className="quiet">{t('riskOf.none')}</p>;
  return (
    <>
      <p className="quiet">{t('riskOf.explain', { halfLife: duration(halfLifeMs), horizon: duration(horizonMs) })}</p>
      <Table<Item>
        size="small"
        rowKey="alert"
        aria-label={t('riskOf.title')}
        columns={columns}
        dataSource={items}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false, size: 'small' }}
        scroll={{ x: 620 }}
        onRow={() => ({ 'data-testid': 'risk-item' }) as React.HTMLAttributes<HTMLElement>}
      />
      {alerts > items.length && <p className="quiet">{t('riskOf.more', { shown: items.length, count: alerts })}</p>}
    </>
  );
}

function useItemColumns({ asOf }: RiskAccount): TableColumnsType<Item> {
  const { t } = useTranslation();
  const duration = useDuration();
  return [
    { title: t('alerts.severity'), key: 'severity', width: 90, render: (_, { severity }) => <SeverityTag severity={severity} /> }, // prettier-ignore
    {
      title: t('alerts.alert'),
      key: 'alert',
      render: (_, { alert, rule }) => <Link to={`/alerts/${encodeURIComponent(alert)}`}>{rule}</Link>,
    },
    { title: t('alerts.lastAt'), key: 'lastAt', width: 170, render: (_, { lastAt }) => <Instant at={lastAt} /> },
    {
      title: t('riskOf.age'),
      key: 'age',
      width: 120,
      render: (_, { lastAt }) => duration(Math.max(0, Date.parse(asOf) - Date.parse(lastAt))),
    },
    { title: t('riskOf.weight'), dataIndex: 'weight', width: 80, align: 'right' },
    {
      title: t('riskOf.adds'),
      key: 'adds',
      width: 100,
      align: 'right',
      render: (_, { adds }) => <b>{adds.toFixed(decimals)}</b>,
    },
  ];
}

import type { BacktestFinding, BacktestSummary, BacktestVanished } from '@tillwatch/api';
import { Slider, Table, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { KeyLink, MaybeText } from './entity-link.js';
import { FieldList } from './field-list.js';
import { Instant } from './instant.js';
import { Nothing } from './query-state.js';
import { SeverityTag, StatusTag } from './tags.js';
import type { BacktestFound } from './use-backtest.js';

/** What came of a backtest: how it compares with what was told, other thresholds, and each finding. */
export function BacktestResult({ found, summary }: { found: BacktestFound; summary: BacktestSummary }) {
  const { t } = useTranslation();
  const { told, findings, noLonger, differs, events, keys, limitHits } = summary;
  return (
    <div data-testid="backtest-result">
      <div className="backtest-columns">
        <FieldList
          fields={[
            [t('backtest.findings'), findings],
            [t('backtest.told.alert'), told.alert],
            [t('backtest.told.nobody'), told.nobody],
            [t('backtest.told.shadow'), told.shadow],
            [t('backtest.told.withdrawn'), told.withdrawn],
            [t('backtest.differs'), differs],
            [t('backtest.noLonger'), noLonger],
            [t('backtest.read'), t('backtest.readOf', { events, keys })],
            ...(limitHits > 0 ? [[t('backtest.limitHits'), limitHits] as [string, number]] : []),
          ]}
        />
        <Thresholds summary={summary} />
      </div>
      <h3>{t('backtest.list')}</h3>
      <Table<BacktestFinding>
        size="small"
        rowKey="id"
        aria-label={t('backtest.list')}
        columns={useFindingColumns()}
        dataSource={found.findings}
        pagination={found.findings.length > 20 ? { pageSize: 20, size: 'small', showSizeChanger: false } : false}
        scroll={{ x: 760 }}
        onRow={() => ({ 'data-testid': 'backtest-row' }) as React.HTMLAttributes<HTMLElement>}
        locale={{ emptyText: <Nothing text={t('backtest.nothing')} /> }}
      />
      {findings > found.findings.length && (
        <p className="quiet">{t('backtest.shown', { shown: found.findings.length, count: findings })}</p>
      )}
      {found.noLonger.length > 0 && <NoLonger alerts={found.noLonger} />}
    </div>
  );
}

/** How many findings there would be, by threshold. */
function Thresholds({ summary: { threshold, thresholds } }: { summary: BacktestSummary }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(threshold ?? 0);
  if (threshold === undefined || !thresholds?.length) return <p className="quiet">{t('backtest.noThreshold')}</p>;
  const most = Math.max(1, ...thresholds.map(({ findings }) => findings));
  const at = thresholds.find((one) => one.threshold === chosen) ?? thresholds[0]!;
  return (
    <section aria-label={t('backtest.threshold')} data-testid="thresholds">
      <h3>{t('backtest.threshold')}</h3>
      <div className="threshold-bars" aria-hidden="true">
        {thresholds.map((one) => (
          <span
            key={one.threshold}
            className={one.threshold === at.threshold ? 'chosen' : one.threshold === threshold ? 'in-force' : undefined}
            style={{ height: `${Math.round((100 * one.findings) / most)}%` }}
          />
        ))}
      </div>
      <Slider
        min={thresholds[0]!.threshold}
        max={thresholds.at(-1)!.threshold}
        value={at.threshold}
        onChange={setChosen}
        marks={{ [threshold]: t('backtest.inForce') }}
        ariaLabelForHandle={t('backtest.threshold')}
      />
      <p aria-live="polite" data-testid="threshold-count">
        {t('backtest.atThreshold', { threshold: at.threshold, count: at.findings })}
      </p>
    </section>
  );
}

function useFindingColumns(): TableColumnsType<BacktestFinding> {
  const { t } = useTranslation();
  return [
    { title: t('alerts.severity'), key: 'severity', render: (_, { severity }) => <SeverityTag severity={severity} /> },
    { title: t('backtest.key'), key: 'key', render: (_, { key }) => <KeyLink alertKey={key} /> },
    { title: t('alerts.store'), key: 'store', render: (_, { storeId }) => <MaybeText text={storeId} /> },
    { title: t('alerts.count'), key: 'count', dataIndex: 'count', align: 'right' },
    { title: t('alerts.firstAt'), key: 'firstAt', render: (_, { firstAt }) => <Instant at={firstAt} /> },
    { title: t('alerts.lastAt'), key: 'lastAt', render: (_, { lastAt }) => <Instant at={lastAt} /> },
    { title: t('backtest.evidence'), key: 'evidence', align: 'right', render: (_, { evidence }) => evidence.length },
    { title: t('backtest.then.title'), key: 'told', render: (_, finding) => <Then finding={finding} /> },
  ];
}

function Then({ finding: { id, told, differs } }: { finding: BacktestFinding }) {
  const { t } = useTranslation();
  const text = t(`backtest.then.${told}`);
  return (
    <>
      {told === 'alert' || told === 'withdrawn' ? <Link to={`/alerts/${id}`}>{text}</Link> : <span>{text}</span>}
      {differs && <Tag className="tag">{t('backtest.otherContent')}</Tag>}
    </>
  );
}

function NoLonger({ alerts }: { alerts: BacktestVanished[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{t('backtest.noLonger')}</h3>
      <ul data-testid="no-longer">
        {alerts.map(({ id, severity, status, key, firstAt }) => (
          <li key={id} className="stage-change">
            <SeverityTag severity={severity} /> <StatusTag status={status} /> <KeyLink alertKey={key} />{' '}
            <Link to={`/alerts/${id}`}>{t('backtest.openAlert')}</Link> <Instant at={firstAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}

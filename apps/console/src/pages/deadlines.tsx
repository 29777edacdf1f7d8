import type { DeadlineListView, DeadlineView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Alert as Note, Card, Table, Tag, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDuration, useLanguage } from '../i18n/use-language.js';
import { deadlinesQuery } from '../queries.js';
import { EntityLink, KeyLink } from '../widgets/entity-link.js';
import { ChoiceFilter } from '../widgets/filter-fields.js';
import { Instant, MaybeInstant } from '../widgets/instant.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer, Nothing } from '../widgets/query-state.js';
import { SeverityTag } from '../widgets/tags.js';
import { useNow } from '../widgets/use-now.js';
import { useSearch } from '../widgets/use-search.js';

const states = ['overdue', 'pending-data', 'due-soon'] as const;
const tones = { overdue: 'bad', 'pending-data': 'warn', 'due-soon': 'quiet' } as const;

export function DeadlinesPage() {
  const { t } = useTranslation();
  const [search, change] = useSearch(['state']);
  const state = states.find((known) => known === search.state);
  return (
    <>
      <PageHead name={t('deadlines.title')} />
      <p className="quiet">{t('deadlines.explain')}</p>
      <div className="filters" role="search" aria-label={t('alerts.filters')}>
        <ChoiceFilter
          label={t('deadlines.state')}
          value={state}
          choices={states.map((value) => ({ value, label: t(`deadlines.${value}`) }))}
          onChange={(wanted) => change({ state: wanted })}
          testId="filter-state"
        />
      </div>
      <Card size="small" className="flush">
        <Answer query={useQuery(deadlinesQuery(state))} rows={8}>
          {(list) => <DeadlineTable list={list} />}
        </Answer>
      </Card>
    </>
  );
}

function DeadlineTable({ list: { items, more } }: { list: DeadlineListView }) {
  const { t } = useTranslation();
  return (
    <>
      {more && <Note type="info" showIcon title={t('deadlines.more')} />}
      <Table<DeadlineView>
        size="small"
        rowKey={({ rule, key, startedAt, details }) => `${rule} ${key} ${startedAt} ${JSON.stringify(details)}`}
        aria-label={t('deadlines.title')}
        columns={useDeadlineColumns()}
        dataSource={items}
        pagination={false}
        onRow={({ state }) =>
          ({ 'data-testid': 'deadline-row', 'data-state': state }) as React.HTMLAttributes<HTMLElement>
        }
        locale={{ emptyText: <Nothing text={t('deadlines.empty')} /> }}
      />
    </>
  );
}

const drawMs = 15_000;

/** How long is left of it, or how long it is over. */
function DueText({ at }: { at: string }) {
  const { t } = useTranslation();
  const duration = useDuration();
  const leftMs = Date.parse(at) - useNow(drawMs);
  const text = t(leftMs > 0 ? 'deadlines.left' : 'deadlines.over', { duration: duration(Math.abs(leftMs)) });
  return <span className="quiet">{text}</span>;
}

function useDeadlineColumns(): TableColumnsType<DeadlineView> {
  const { t } = useTranslation();
  const { side } = useLanguage();
  return [
    {
      title: t('deadlines.state'),
      key: 'state',
      width: 120,
      render: (_, { state }) => <Tag className={`tag status-${tones[state]}`}>{t(`deadlines.${state}`)}</Tag>,
    },
    {
      title: t('deadlines.rule'),
      key: 'rule',
      render: (_, { rule, title, severity }) => (
        <>
          <SeverityTag severity={severity} />{' '}
          <Link to={`/rules/${encodeURIComponent(rule)}`}>
            <OutsideText text={title[side]} />
          </Link>
        </>
      ),
    },
    { title: t('deadlines.subject'), key: 'key', width: 180, render: (_, { key }) => <KeyLink alertKey={key} /> },
    {
      title: t('deadlines.terminal'),
      key: 'terminal',
      width: 140,
      render: (_, { terminalId }) => <EntityLink kind="terminal" id={terminalId} />,
    },
    {
      title: t('deadlines.dueAt'),
      key: 'dueAt',
      width: 240,
      render: (_, { dueAt }) => (
        <>
          <Instant at={dueAt} /> <DueText at={dueAt} />
        </>
      ),
    },
    {
      title: t('deadlines.complete'),
      key: 'complete',
      width: 180,
      render: (_, { dataCompleteUntil }) => <MaybeInstant at={dataCompleteUntil} />,
    },
    {
      title: t('deadlines.alert'),
      key: 'alert',
      width: 90,
      render: (_, { alertId }) =>
        alertId ? <Link to={`/alerts/${encodeURIComponent(alertId)}`}>{t('deadlines.open')}</Link> : '—',
    },
  ];
}

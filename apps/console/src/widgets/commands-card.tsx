import type { TerminalCommandView, TerminalView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Card, Table, Tag, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDuration, useWords } from '../i18n/use-language.js';
import { commandsQuery } from '../queries.js';
import { EntityLink, MaybeText } from './entity-link.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { Answer, Nothing } from './query-state.js';
import { StatusTag } from './tags.js';

const rowsAtOnce = 10;

/** What a terminal was told to do, whether it did, and how long that took. */
export function CommandsCard({ id, summary }: { id: string; summary?: TerminalView['commands'] }) {
  const { t } = useTranslation();
  const query = useQuery(commandsQuery(id));
  const columns = useCommandColumns();
  return (
    <Card
      size="small"
      className="flush"
      title={t('control.commands')}
      extra={
        summary?.oldestPendingAt !== undefined && (
          <span className="warn" data-testid="commands-waiting">
            {t('control.waiting', { count: summary.pending })}
            <Instant at={summary.oldestPendingAt} />
          </span>
        )
      }
    >
      <Answer query={query} rows={2}>
        {({ items }) => (
          <Table<TerminalCommandView>
            size="small"
            aria-label={t('control.commands')}
            rowKey="commandId"
            columns={columns}
            dataSource={items}
            pagination={{ pageSize: rowsAtOnce, hideOnSinglePage: true, showSizeChanger: false }}
            scroll={{ x: 880 }}
            onRow={() => ({ 'data-testid': 'command-row' }) as React.HTMLAttributes<HTMLElement>}
            locale={{ emptyText: <Nothing text={t('control.noCommands')} /> }}
          />
        )}
      </Answer>
    </Card>
  );
}

function useCommandColumns(): TableColumnsType<TerminalCommandView> {
  const { t } = useTranslation();
  const words = useWords();
  const duration = useDuration();
  return [
    { title: t('control.number'), dataIndex: 'number', width: 64, align: 'right' },
    {
      title: t('control.command'),
      key: 'command',
      width: 170,
      render: (_, { command }) => words('value', command) ?? command,
    },
    {
      title: t('alerts.status'),
      key: 'status',
      width: 96,
      render: (_, { status }) => <StatusTag status={status} />,
    },
    {
      title: t('control.latency'),
      key: 'latency',
      width: 110,
      align: 'right',
      render: (_, { latencyMs }) => (latencyMs === undefined ? '—' : duration(latencyMs)),
    },
    { title: t('control.issuedAt'), key: 'issued', width: 152, render: (_, { issuedAt }) => <Instant at={issuedAt} /> },
    {
      title: t('control.by'),
      key: 'by',
      width: 150,
      render: (_, { actor, approvedBy, singlePerson }) => (
        <>
          <OutsideText text={approvedBy === undefined ? actor : `${actor} + ${approvedBy}`} />{' '}
          {singlePerson && <Tag className="tag status-quiet">{t('review.singlePerson')}</Tag>}
        </>
      ),
    },
    {
      title: t('control.about'),
      key: 'operator',
      width: 120,
      render: (_, { operatorId }) => <EntityLink kind="operator" id={operatorId} />,
    },
    {
      title: t('control.reason'),
      key: 'reason',
      render: (_, { reason, refusal }) => <MaybeText text={refusal ? `${reason} · ${refusal}` : reason} />,
    },
  ];
}

import type { GapView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { gapsQuery } from '../queries.js';
import { MaybeText } from './entity-link.js';
import { Instant } from './instant.js';
import { missingCount } from './missing-count.js';
import { Answer, Nothing } from './query-state.js';
import { StatusTag } from './tags.js';

const maxRanges = 8;
const rowsAtOnce = 10;

/** Which places of a terminal's journal did not arrive, what is still missing, and how each gap ended. */
export function GapsTable({ terminalId }: { terminalId: string }) {
  const { t } = useTranslation();
  const query = useQuery(gapsQuery(terminalId));
  const columns: TableColumnsType<GapView> = [
    { title: t('terminals.epoch'), dataIndex: 'epoch', width: 104, align: 'right' },
    { title: t('terminals.found'), key: 'found', width: 120, render: (_, gap) => rangeText([gap.from, gap.to]) },
    { title: t('terminals.stillMissing'), key: 'missing', render: (_, gap) => <Ranges ranges={gap.missing} /> },
    {
      title: t('terminals.missingCount'),
      key: 'count',
      width: 72,
      align: 'right',
      render: (_, gap) => missingCount([gap]) || '—',
    },
    {
      title: t('alerts.status'),
      key: 'status',
      width: 100,
      render: (_, gap) => <StatusTag status={gap.status === 'open' ? 'missing' : gap.status} />,
    },
    { title: t('terminals.openedAt'), key: 'openedAt', width: 152, render: (_, gap) => <Instant at={gap.openedAt} /> },
    { title: t('terminals.reason'), key: 'reason', width: 140, render: (_, gap) => <MaybeText text={gap.reason} /> },
  ];
  return (
    <Answer query={query} rows={2}>
      {({ items }) => (
        <Table<GapView>
          size="small"
          data-testid="gaps-table"
          aria-label={t('terminals.gaps')}
          rowKey={(gap) => `${gap.epoch}/${gap.from}`}
          columns={columns}
          dataSource={items}
          pagination={{ pageSize: rowsAtOnce, hideOnSinglePage: true, showSizeChanger: false }}
          scroll={{ x: 640 }}
          onRow={() => ({ 'data-testid': 'gap-row' }) as React.HTMLAttributes<HTMLElement>}
          locale={{ emptyText: <Nothing text={t('terminals.noGaps')} /> }}
        />
      )}
    </Answer>
  );
}

function Ranges({ ranges }: { ranges: [number, number][] }) {
  const { t } = useTranslation();
  if (ranges.length === 0) return '—';
  return (
    <span className="ranges">
      {ranges.slice(0, maxRanges).map((range) => (
        <code key={range[0]}>{rangeText(range)}</code>
      ))}
      {ranges.length > maxRanges && (
        <span className="quiet">{t('terminals.moreRanges', { count: ranges.length - maxRanges })}</span>
      )}
    </span>
  );
}

function rangeText([from, to]: [number, number]): string {
  return from === to ? String(from) : `${from}–${to}`;
}

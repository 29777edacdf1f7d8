import type { TerminalView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Card, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { defaultSort } from '../lists.js';
import { terminalsQuery } from '../queries.js';
import { EnrolButton } from '../widgets/enrol-button.js';
import { EntityLink, MaybeText } from '../widgets/entity-link.js';
import { ChoiceFilter, TextFilter } from '../widgets/filter-fields.js';
import { missingCount } from '../widgets/missing-count.js';
import { Instant, MaybeInstant } from '../widgets/instant.js';
import { orderOf, PagedTable } from '../widgets/paged-table.js';
import { PageHead } from '../widgets/page-head.js';
import { useInStore } from '../widgets/store-switch.js';
import { TerminalStatus } from '../widgets/terminal-cards.js';
import { useSearch } from '../widgets/use-search.js';

export function TerminalsPage() {
  const { t } = useTranslation();
  const [filter, change] = useSearch(['q', 'store', 'state', 'sort']);
  const query = useInfiniteQuery(terminalsQuery(useInStore(filter)));
  const columns = useTerminalColumns(filter.sort ?? defaultSort);
  return (
    <>
      <PageHead name={t('terminals.title')} extra={<EnrolButton />} />
      <Card size="small" className="flush">
        <div className="filters" role="search" aria-label={t('alerts.filters')}>
          <TextFilter
            label={t('terminals.search')}
            value={filter.q}
            onChange={(q) => change({ q })}
            testId="filter-q"
            wide
          />
          <TextFilter
            label={t('terminals.store')}
            value={filter.store}
            onChange={(store) => change({ store })}
            testId="filter-store"
          />
          <ChoiceFilter
            label={t('terminals.state')}
            value={filter.state}
            choices={(['offline', 'gaps', 'frozen'] as const).map((value) => ({ value, label: t(`status.${value}`) }))}
            onChange={(state) => change({ state })}
            testId="filter-state"
          />
        </div>
        <PagedTable
          query={query}
          columns={columns}
          empty={t('terminals.empty')}
          testId="terminal-row"
          label={t('terminals.title')}
          minWidth={1_020}
          onSort={(sort) => change({ sort: sort === defaultSort ? undefined : sort })}
        />
      </Card>
    </>
  );
}

function useTerminalColumns(sort: string): TableColumnsType<TerminalView> {
  const { t } = useTranslation();
  const sortable = (key: string, direction: 'ascend' | 'descend') => ({
    key,
    sorter: true,
    sortDirections: [direction],
    sortOrder: orderOf(key, sort),
  });
  return [
    {
      title: t('terminals.terminal'),
      render: (_, terminal) => <EntityLink kind="terminal" id={terminal.id} />,
      ...sortable('id', 'ascend'),
    },
    {
      title: t('terminals.store'),
      key: 'store',
      width: 140,
      render: (_, terminal) => <MaybeText text={terminal.storeId} />,
    },
    {
      title: t('terminals.state'),
      key: 'state',
      width: 150,
      render: (_, terminal) => <TerminalStatus terminal={terminal} />,
    },
    {
      title: t('terminals.openGaps'),
      key: 'gaps',
      width: 160,
      render: (_, { openGaps }) =>
        openGaps.length > 0 && <span className="bad">{t('terminals.missing', { count: missingCount(openGaps) })}</span>,
    },
    {
      title: t('terminals.queued'),
      width: 120,
      align: 'right',
      render: (_, { queued }) => queued ?? '—',
      ...sortable('queued', 'descend'),
    },
    {
      title: t('terminals.dataComplete'),
      key: 'complete',
      width: 160,
      render: (_, terminal) => <MaybeInstant at={terminal.dataCompleteUntil} />,
    },
    {
      title: t('terminals.lastSeen'),
      width: 160,
      render: (_, terminal) => <Instant at={terminal.lastSeen} />,
      ...sortable('lastSeen', 'descend'),
    },
  ];
}

import type { Page } from '@tillwatch/api';
import { type useInfiniteQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType, type TableProps } from 'antd';
import type { SorterResult } from 'antd/es/table/interface';
import { useTranslation } from 'react-i18next';
import type { Pages } from '../live/merge-into-pages.js';
import { Answer, Nothing } from './query-state.js';

/** A list read page by page, as a table with "load more"; `testId` names each row. */
export function PagedTable<Row extends object>(props: {
  query: PagedQuery<Row>;
  columns: TableColumnsType<Row>;
  empty: string;
  testId: string;
  label: string;
  /** Width below which the table scrolls sideways, px. */
  minWidth: number;
  /** Default `id`. */
  rowKey?: (string & keyof Row) | ((row: Row) => string);
  onSort?: (sort: string | undefined) => void;
}) {
  const { query, onSort } = props;
  const change: TableProps<Row>['onChange'] = (_page, _filters, sorter) => onSort?.(sortOf(sorter));
  return (
    <Answer query={query} rows={8}>
      {(list) => (
        <>
          <Table<Row>
            size="small"
            rowKey={props.rowKey ?? 'id'}
            aria-label={props.label}
            columns={props.columns}
            dataSource={list.pages.flatMap((page) => page.items)}
            pagination={false}
            showSorterTooltip={false}
            scroll={{ x: props.minWidth }}
            onChange={change}
            onRow={() => ({ 'data-testid': props.testId }) as React.HTMLAttributes<HTMLElement>}
            locale={{ emptyText: <Nothing text={props.empty} /> }}
          />
          <MoreRows query={query} />
        </>
      )}
    </Answer>
  );
}

export type PagedQuery<Row> = Pick<
  ReturnType<typeof useInfiniteQuery<Page<Row>, Error, Pages<Row>>>,
  'data' | 'error' | 'isFetching' | 'refetch' | 'hasNextPage' | 'fetchNextPage' | 'isFetchingNextPage'
>;

/** How much is shown, and the button that brings the next page. */
export function MoreRows<Row>({ query }: { query: PagedQuery<Row> }) {
  const { t } = useTranslation();
  const count = query.data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
  if (count === 0) return null;
  return (
    <div className="more" aria-live="polite">
      <span className="quiet">{t(query.hasNextPage ? 'state.loaded' : 'state.allLoaded', { count })}</span>
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage} data-testid="load-more">
          {t('state.more')}
        </Button>
      )}
    </div>
  );
}

function sortOf<Row>(sorter: SorterResult<Row> | SorterResult<Row>[]): string | undefined {
  const one = Array.isArray(sorter) ? sorter[0] : sorter;
  if (!one?.order || one.columnKey === undefined) return undefined;
  return `${one.order === 'descend' ? '-' : ''}${String(one.columnKey)}`;
}

/** The order antd should show on the column `key` when the list is sorted by `sort`. */
export function orderOf(key: string, sort: string): 'ascend' | 'descend' | null {
  if (sort === key) return 'ascend';
  return sort === `-${key}` ? 'descend' : null;
}

import { Alert, Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api.js';

/** The part of a react-query result these widgets need. */
export interface QueryLike<Data> {
  data: Data | undefined;
  error: Error | null;
  isFetching: boolean;
  refetch(): unknown;
}

/**
 * Draws an answer, or why there is none yet. An answer read earlier stays on screen when reading it again failed, with
 * a line that says so. `missing` is shown for a 404.
 */
export function Answer<Data>(props: {
  query: QueryLike<Data>;
  children: (data: Data) => ReactNode;
  missing?: string;
  rows?: number;
}) {
  const { t } = useTranslation();
  const { data, error } = props.query;
  if (data !== undefined && error) {
    return (
      <>
        <Failure error={error} query={props.query} note={t('state.stale')} />
        {props.children(data)}
      </>
    );
  }
  if (data !== undefined) return props.children(data);
  if (error instanceof ApiError && error.status === 404 && props.missing) return <Nothing text={props.missing} />;
  if (error) return <Failure error={error} query={props.query} />;
  return (
    <div role="status" aria-busy="true" aria-label={t('state.loading')} className="loading">
      <Skeleton active title={false} paragraph={{ rows: props.rows ?? 4 }} />
    </div>
  );
}

export function Failure(props: {
  error: Error;
  query: Pick<QueryLike<unknown>, 'refetch' | 'isFetching'>;
  note?: string;
}) {
  const { t } = useTranslation();
  const { error } = props;
  const code = error instanceof ApiError ? `${error.status} ${error.code}` : error.name;
  return (
    <Alert
      type={props.note ? 'warning' : 'error'}
      showIcon
      role="alert"
      className="failure"
      data-testid="failure"
      title={
        <>
          {[t(titleOf(error)), props.note].filter(Boolean).join(' · ')}{' '}
          <span className="quiet">{t('state.details', { code })}</span>
        </>
      }
      action={
        <Button onClick={() => void props.query.refetch()} loading={props.query.isFetching}>
          {t('state.retry')}
        </Button>
      }
    />
  );
}

function titleOf(error: Error) {
  if (!(error instanceof ApiError)) return 'state.failed';
  if (error.status === 0) return 'state.unreachable';
  if (error.status === 403) return 'state.forbidden';
  return error.status === 404 ? 'state.missing' : 'state.failed';
}

export function Nothing({ text }: { text: string }) {
  return <p className="nothing">{text}</p>;
}

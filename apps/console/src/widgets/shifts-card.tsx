import type { ShiftView } from '@tillwatch/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Input, Popconfirm, Select, Table, Tag, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { command } from '../command.js';
import { shiftsQuery } from '../store-queries.js';
import { zoneName } from '../text/time.js';
import { Instant } from './instant.js';
import { Offer, useMayGive } from './offer.js';
import { OutsideText } from './outside-text.js';
import { Answer, Nothing } from './query-state.js';
import { Refusal } from './refusal.js';
import { useCommand } from './use-command.js';

const kinds: readonly ShiftView['kind'][] = ['work', 'leave'];

/** An operator's shifts and leave, and the form to plan one. */
export function ShiftsCard({ operatorId, store }: { operatorId: string; store: string | undefined }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = shiftsQuery(operatorId);
  const cancel = useMutation<void, Error, string>({
    mutationFn: (id) => command('DELETE', apiPath(['operators', operatorId, 'shifts', id])),
    onSettled: () => client.invalidateQueries({ queryKey: query.queryKey }),
  });
  const mayCancel = useMayGive()(apiPath(['operators', operatorId, 'shifts', 'any']), 'DELETE');
  const columns = useShiftColumns(mayCancel ? (id) => cancel.mutate(id) : undefined);
  return (
    <Card
      size="small"
      className="flush"
      title={t('shifts.title')}
      extra={<span className="quiet">{t('shifts.hint')}</span>}
      data-testid="shifts"
    >
      <Offer to={apiPath(['operators', operatorId, 'shifts'])}>
        <PlanShift operatorId={operatorId} store={store} />
      </Offer>
      <Refusal error={cancel.error} />
      <Answer query={useQuery(query)}>
        {({ items }) => (
          <Table<ShiftView>
            size="small"
            rowKey="id"
            aria-label={t('shifts.title')}
            columns={columns}
            dataSource={items}
            pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false, size: 'small' }}
            scroll={{ x: 720 }}
            onRow={() => ({ 'data-testid': 'shift-row' }) as React.HTMLAttributes<HTMLElement>}
            locale={{ emptyText: <Nothing text={t('shifts.empty')} /> }}
          />
        )}
      </Answer>
    </Card>
  );
}

function PlanShift({ operatorId, store = '' }: { operatorId: string; store: string | undefined }) {
  const { t } = useTranslation();
  const [storeId, setStoreId] = useState(store);
  const [kind, setKind] = useState<ShiftView['kind']>('work');
  const [span, setSpan] = useState({ from: '', to: '' });
  const plan = useCommand(() => setSpan({ from: '', to: '' }));
  const isComplete = storeId.trim() !== '' && span.from !== '' && span.to !== '' && span.from < span.to;
  const submit = () => {
    const [from, to] = [new Date(span.from).toISOString(), new Date(span.to).toISOString()];
    plan.mutate({
      path: apiPath(['operators', operatorId, 'shifts']),
      body: { storeId: storeId.trim(), kind, from, to },
    });
  };
  const time = (name: 'from' | 'to') => (
    <Input
      type="datetime-local"
      value={span[name]}
      onChange={(event) => setSpan({ ...span, [name]: event.target.value })}
      aria-label={t(`shifts.${name}`)}
      className="filter-wide"
    />
  );
  return (
    <>
      <form
        className="filters"
        data-testid="plan-shift"
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete) submit();
        }}
      >
        <Select<ShiftView['kind']>
          value={kind}
          onChange={setKind}
          options={kinds.map((value) => ({ value, label: t(`shifts.${value}`) }))}
          aria-label={t('shifts.kind')}
          className="filter"
        />
        <Input
          value={storeId}
          onChange={(event) => setStoreId(event.target.value)}
          aria-label={t('stores.store')}
          placeholder={t('stores.store')}
          maxLength={128}
          className="filter"
        />
        {time('from')}
        {time('to')}
        <Button htmlType="submit" disabled={plan.isPending || !isComplete}>
          {t('shifts.plan')}
        </Button>
        <span className="quiet">{t('shifts.zone', { zone: zoneName(Date.now()) })}</span>
      </form>
      <Refusal error={plan.error} />
    </>
  );
}

function useShiftColumns(onCancel: ((id: string) => void) | undefined): TableColumnsType<ShiftView> {
  const { t } = useTranslation();
  return [
    {
      title: t('shifts.kind'),
      key: 'kind',
      width: 150,
      render: (_, { kind, cancelled }) => (
        <>
          {t(`shifts.${kind}`)} {cancelled && <Tag className="tag status-quiet">{t('shifts.cancelled')}</Tag>}
        </>
      ),
    },
    { title: t('stores.store'), key: 'store', render: (_, { storeId }) => <OutsideText text={storeId} /> },
    { title: t('shifts.from'), key: 'from', width: 170, render: (_, { from }) => <Instant at={from} /> },
    { title: t('shifts.to'), key: 'to', width: 170, render: (_, { to }) => <Instant at={to} /> },
    { title: t('shifts.by'), key: 'by', width: 140, render: (_, { actor }) => <OutsideText text={actor} /> },
    {
      key: 'actions',
      width: 110,
      render: (_, { id, cancelled }) =>
        !cancelled &&
        onCancel && (
          <Popconfirm
            title={t('shifts.cancelSure')}
            okText={t('shifts.cancel')}
            cancelText={t('shifts.keep')}
            onConfirm={() => onCancel(id)}
          >
            <Button size="small">{t('shifts.cancel')}</Button>
          </Popconfirm>
        ),
    },
  ];
}

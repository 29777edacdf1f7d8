import type { DeliveryStatus, DeliveryView } from '@tillwatch/api';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { App, Button, Card, Table, Tag, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiPath } from '../api.js';
import { command } from '../command.js';
import { channelsQuery, deliveriesQuery } from '../notification-queries.js';
import { DeliveryAttempts } from './delivery-attempts.js';
import { MaybeText } from './entity-link.js';
import { ChoiceFilter } from './filter-fields.js';
import { Instant } from './instant.js';
import { Offer } from './offer.js';
import { MoreRows } from './paged-table.js';
import { Answer, Nothing } from './query-state.js';
import { SeverityTag } from './tags.js';
import { useSearch } from './use-search.js';

const statuses: DeliveryStatus[] = ['pending', 'delivered', 'gave-up', 'not-sent'];
const tones: Record<DeliveryStatus, string> = {
  pending: 'warn',
  delivered: 'good',
  'gave-up': 'bad',
  'not-sent': 'quiet',
};

/** Who was told what, and what came of each attempt. */
export function DeliveriesCard({ onChanged }: { onChanged: () => Promise<void> }) {
  const { t } = useTranslation();
  const [filter, change] = useSearch(['channel', 'status']);
  const query = useInfiniteQuery(deliveriesQuery(filter));
  const channels = useQuery(channelsQuery);
  const columns = useColumns(onChanged);
  return (
    <Card size="small" className="flush" title={t('notify.deliveries')}>
      <div className="filters" role="search" aria-label={t('alerts.filters')}>
        <ChoiceFilter
          label={t('notify.channel')}
          value={filter.channel}
          choices={(channels.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(channel) => change({ channel })}
          testId="filter-channel"
          wide
        />
        <ChoiceFilter
          label={t('notify.status')}
          value={filter.status}
          choices={statuses.map((value) => ({ value, label: t(`notify.statuses.${value}`) }))}
          onChange={(status) => change({ status })}
          testId="filter-status"
        />
      </div>
      <Answer query={query} rows={6}>
        {(list) => (
          <>
            <Table<DeliveryView>
              size="small"
              rowKey="id"
              aria-label={t('notify.deliveries')}
              columns={columns}
              dataSource={list.pages.flatMap((page) => page.items)}
              pagination={false}
              scroll={{ x: 1_000 }}
              expandable={{
                expandedRowRender: ({ id, attempts }) => <DeliveryAttempts id={id} attempts={attempts} />,
                rowExpandable: ({ attempts }) => attempts.length > 0,
              }}
              onRow={() => ({ 'data-testid': 'delivery-row' }) as React.HTMLAttributes<HTMLElement>}
              locale={{ emptyText: <Nothing text={t('notify.noDeliveries')} /> }}
            />
            <MoreRows query={query} />
          </>
        )}
      </Answer>
    </Card>
  );
}

function useColumns(onChanged: () => Promise<void>): TableColumnsType<DeliveryView> {
  const { t } = useTranslation();
  return [
    {
      title: t('notify.created'),
      key: 'created',
      width: 152,
      render: (_, { createdAt }) => <Instant at={createdAt} />,
    },
    {
      title: t('notify.severity'),
      key: 'severity',
      width: 84,
      render: (_, { kind, severity }) => kind !== 'test' && <SeverityTag severity={severity} />,
    },
    { title: t('notify.what'), key: 'what', width: 140, render: (_, { kind }) => t(`notify.notifications.${kind}`) },
    {
      title: t('notify.alert'),
      key: 'alert',
      width: 110,
      render: (_, { alertId, rule }) =>
        alertId ? <Link to={`/alerts/${encodeURIComponent(alertId)}`}>{rule}</Link> : <span className="quiet">—</span>,
    },
    { title: t('notify.channel'), key: 'channel', render: (_, { channelName }) => <MaybeText text={channelName} /> },
    { title: t('notify.status'), key: 'status', width: 190, render: (_, delivery) => <Status delivery={delivery} /> },
    {
      title: t('notify.attempts'),
      key: 'attempts',
      width: 90,
      align: 'right',
      render: (_, { attempts }) => attempts.length,
    },
    {
      title: t('notify.actions'),
      key: 'actions',
      width: 110,
      render: (_, delivery) => delivery.status !== 'delivered' && <Retry delivery={delivery} onChanged={onChanged} />,
    },
  ];
}

function Status({ delivery }: { delivery: DeliveryView }) {
  const { t } = useTranslation();
  const { status, withheldBecause, dueAt, attempts } = delivery;
  return (
    <>
      <Tag className={`tag status-${tones[status]}`} data-testid="delivery-status">
        {t(`notify.statuses.${status}`)}
      </Tag>
      {withheldBecause && <div className="quiet">{t(`notify.withheld.${withheldBecause}`)}</div>}
      {dueAt && attempts.length > 0 && (
        <div className="quiet">
          {t('notify.next')} <Instant at={dueAt} />
        </div>
      )}
    </>
  );
}

function Retry({ delivery, onChanged }: { delivery: DeliveryView; onChanged: () => Promise<void> }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const retry = async (): Promise<void> => {
    await command('POST', apiPath(['deliveries', delivery.id, 'retry'])).catch(() => message.error(t('notify.failed')));
    await onChanged();
  };
  return (
    <Offer to={apiPath(['deliveries', delivery.id, 'retry'])}>
      <Button size="small" onClick={retry}>
        {t('notify.retry')}
      </Button>
    </Offer>
  );
}

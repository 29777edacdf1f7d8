import type { NotificationChannelView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Card, Popconfirm, Table, Tag, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { channelBody, formOf } from '../channel-request.js';
import { command } from '../command.js';
import { channelsQuery } from '../notification-queries.js';
import { localTime } from '../text/time.js';
import { MaybeText } from './entity-link.js';
import { MaybeInstant } from './instant.js';
import { Offer } from './offer.js';
import { Answer, Nothing } from './query-state.js';
import { SeverityTag } from './tags.js';

interface Handlers {
  onEdit: (channel: NotificationChannelView) => void;
  onChanged: () => Promise<void>;
}

export function ChannelsCard(handlers: Handlers) {
  const { t } = useTranslation();
  const query = useQuery(channelsQuery);
  const columns = useColumns(handlers);
  return (
    <Card size="small" className="flush" title={t('notify.channels')}>
      <Answer query={query} rows={3}>
        {({ items }) => (
          <Table<NotificationChannelView>
            size="small"
            rowKey="id"
            aria-label={t('notify.channels')}
            columns={columns}
            dataSource={items}
            pagination={false}
            scroll={{ x: 1_040 }}
            onRow={() => ({ 'data-testid': 'channel-row' }) as React.HTMLAttributes<HTMLElement>}
            locale={{ emptyText: <Nothing text={t('notify.noChannels')} /> }}
          />
        )}
      </Answer>
    </Card>
  );
}

function useColumns(handlers: Handlers): TableColumnsType<NotificationChannelView> {
  const { t } = useTranslation();
  return [
    {
      title: t('notify.channel'),
      key: 'name',
      render: (_, { name, destination }) => (
        <>
          <div className="entity">
            <MaybeText text={name} />
          </div>
          <div className="quiet">
            <MaybeText text={destination} />
          </div>
        </>
      ),
    },
    { title: t('notify.kind'), key: 'kind', width: 104, render: (_, { kind }) => t(`notify.kinds.${kind}`) },
    {
      title: t('notify.minimumSeverity'),
      key: 'severity',
      width: 84,
      render: (_, { minimumSeverity }) => <SeverityTag severity={minimumSeverity} />,
    },
    {
      title: t('notify.language'),
      key: 'language',
      width: 76,
      render: (_, { language }) => t(`notify.languages.${language}`),
    },
    { title: t('notify.state'), key: 'state', width: 150, render: (_, channel) => <ChannelState channel={channel} /> },
    { title: t('notify.waiting'), key: 'pending', width: 64, align: 'right', render: (_, { pending }) => pending },
    {
      title: t('notify.gaveUp'),
      key: 'gaveUp',
      width: 72,
      align: 'right',
      render: (_, { gaveUp }) => <span className={gaveUp > 0 ? 'bad' : undefined}>{gaveUp}</span>,
    },
    {
      title: t('notify.lastDelivered'),
      key: 'last',
      width: 146,
      render: (_, { lastDeliveredAt }) => <MaybeInstant at={lastDeliveredAt} />,
    },
    {
      title: t('notify.actions'),
      key: 'actions',
      width: 196,
      render: (_, channel) => <ChannelActions channel={channel} {...handlers} />,
    },
  ];
}

function ChannelState({ channel }: { channel: NotificationChannelView }) {
  const { t } = useTranslation();
  const { enabled, disabledBecause = 'person', failingSince, failures } = channel;
  const state = !enabled ? 'disabled' : failingSince ? 'failing' : 'working';
  const tone = { disabled: 'quiet', failing: 'bad', working: 'good' }[state];
  return (
    <>
      <Tag
        className={`tag status-${enabled || disabledBecause === 'person' ? tone : 'bad'}`}
        data-testid="channel-state"
      >
        {t(`notify.states.${state}`)}
      </Tag>
      {!enabled && <div className="quiet">{t(`notify.disabledBecause.${disabledBecause}`)}</div>}
      {failingSince && enabled && (
        <div className="quiet">{t('notify.failingSince', { since: localTime(failingSince), count: failures })}</div>
      )}
    </>
  );
}

function ChannelActions({ channel, onEdit, onChanged }: { channel: NotificationChannelView } & Handlers) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { id, name, enabled } = channel;
  const run = async (work: () => Promise<unknown>, said?: string): Promise<void> => {
    try {
      await work();
      if (said) message.success(said);
    } catch {
      message.error(t('notify.failed'));
    }
    await onChanged();
  };
  const path = apiPath(['notification-channels', id]);
  return (
    <span className="row-actions">
      <Offer to={`${path}/test`}>
        <Button size="small" onClick={() => run(() => command('POST', `${path}/test`), t('notify.testSent'))}>
          {t('notify.test')}
        </Button>
      </Offer>
      <Offer to={path} by="PUT">
        <Button size="small" onClick={() => onEdit(channel)}>
          {t('notify.edit')}
        </Button>
        <Button size="small" onClick={() => run(() => command('PUT', path, channelBody(formOf(channel), !enabled)))}>
          {t(enabled ? 'notify.disable' : 'notify.enable')}
        </Button>
      </Offer>
      <Offer to={path} by="DELETE">
        <Popconfirm
          title={t('notify.removeAsk', { name, interpolation: { escapeValue: false } })}
          okText={t('notify.remove')}
          cancelText={t('notify.cancel')}
          onConfirm={() => run(() => command('DELETE', path))}
        >
          <Button size="small" danger>
            {t('notify.remove')}
          </Button>
        </Popconfirm>
      </Offer>
    </span>
  );
}

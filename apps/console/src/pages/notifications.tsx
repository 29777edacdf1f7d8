import { PlusOutlined } from '@ant-design/icons';
import type { NotificationChannelView } from '@tillwatch/api';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { ChannelDialog } from '../widgets/channel-dialog.js';
import { ChannelsCard } from '../widgets/channels-card.js';
import { DeliveriesCard } from '../widgets/deliveries-card.js';
import { Offer } from '../widgets/offer.js';
import { PageHead } from '../widgets/page-head.js';

/** Where alerts go besides this console, and what became of each. */
export function NotificationsPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [editing, setEditing] = useState<NotificationChannelView | 'new'>();
  const refresh = async (): Promise<void> => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ['notification-channels'] }),
      client.invalidateQueries({ queryKey: ['deliveries'] }),
    ]);
  };
  return (
    <>
      <PageHead
        name={t('notify.title')}
        extra={
          <Offer to={apiPath(['notification-channels'])}>
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')} data-testid="new-channel">
              {t('notify.create')}
            </Button>
          </Offer>
        }
      />
      <ChannelsCard onEdit={setEditing} onChanged={refresh} />
      <DeliveriesCard onChanged={refresh} />
      {editing && (
        <ChannelDialog
          channel={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSaved={async () => {
            setEditing(undefined);
            await refresh();
          }}
        />
      )}
    </>
  );
}

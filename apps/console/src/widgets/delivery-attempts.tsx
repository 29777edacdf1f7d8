import type { DeliveryAttemptView } from '@tillwatch/api';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { MaybeText } from './entity-link.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';

/** Every attempt of one delivery, and the id under which the receiver knows it. */
export function DeliveryAttempts({ id, attempts }: { id: string; attempts: DeliveryAttemptView[] }) {
  const { t } = useTranslation();
  return (
    <>
      <Table<DeliveryAttemptView>
        size="small"
        rowKey="number"
        pagination={false}
        aria-label={t('notify.attempts')}
        dataSource={attempts}
        columns={[
          { title: t('notify.number'), dataIndex: 'number', width: 60, align: 'right' },
          { title: t('notify.at'), key: 'at', width: 152, render: (_, { at }) => <Instant at={at} /> },
          {
            title: t('notify.outcome'),
            key: 'outcome',
            width: 190,
            render: (_, { outcome }) => (
              <span className={outcome === 'delivered' ? undefined : 'bad'}>{t(`notify.outcomes.${outcome}`)}</span>
            ),
          },
          {
            title: t('notify.code'),
            key: 'status',
            width: 80,
            align: 'right',
            render: (_, { status }) => status ?? '—',
          },
          { title: t('notify.reply'), key: 'reply', render: (_, { reply }) => <MaybeText text={reply} /> },
          {
            title: t('notify.duration'),
            key: 'duration',
            width: 100,
            align: 'right',
            render: (_, { durationMs }) => t('notify.milliseconds', { count: durationMs }),
          },
        ]}
        onRow={() => ({ 'data-testid': 'attempt-row' }) as React.HTMLAttributes<HTMLElement>}
      />
      <p className="quiet">
        {t('notify.id')} <OutsideText text={id} />
      </p>
    </>
  );
}

import type { TerminalKeyView, TerminalView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { useWords } from '../i18n/use-language.js';
import { keysQuery } from '../queries.js';
import { CodeDialog } from './code-dialog.js';
import { MaybeText } from './entity-link.js';
import { Instant, MaybeInstant } from './instant.js';
import { Offer } from './offer.js';
import { Answer, Nothing } from './query-state.js';
import { RevokeDialog } from './revoke-dialog.js';
import { StatusTag } from './tags.js';

/** The keys a terminal signs with, and how it gets one or loses it. */
export function KeysCard({ id, journal }: { id: string; journal?: TerminalView['journal'] }) {
  const { t } = useTranslation();
  const query = useQuery(keysQuery(id));
  const [dialog, setDialog] = useState<'code' | TerminalKeyView>();
  const columns = useKeyColumns(id, setDialog);
  return (
    <Card
      size="small"
      className="flush"
      title={t('control.keys')}
      extra={
        <Offer to={apiPath(['terminals', id, 'enrolment-codes'])}>
          <Button onClick={() => setDialog('code')} data-testid="new-code">
            {t('control.code')}
          </Button>
        </Offer>
      }
    >
      <Answer query={query} rows={2}>
        {({ items }) => (
          <Table<TerminalKeyView>
            size="small"
            aria-label={t('control.keys')}
            rowKey="keyId"
            columns={columns}
            dataSource={items.toReversed()}
            pagination={{ pageSize: 5, hideOnSinglePage: true, showSizeChanger: false }}
            scroll={{ x: 900 }}
            onRow={() => ({ 'data-testid': 'key-row' }) as React.HTMLAttributes<HTMLElement>}
            locale={{ emptyText: <Nothing text={t('control.noKeys')} /> }}
          />
        )}
      </Answer>
      {dialog === 'code' && <CodeDialog id={id} onClose={() => setDialog(undefined)} />}
      {typeof dialog === 'object' && (
        <RevokeDialog id={id} keyId={dialog.keyId} journal={journal} onClose={() => setDialog(undefined)} />
      )}
    </Card>
  );
}

function useKeyColumns(id: string, onRevoke: (key: TerminalKeyView) => void): TableColumnsType<TerminalKeyView> {
  const { t } = useTranslation();
  const words = useWords();
  return [
    { title: t('control.keyId'), key: 'key', width: 250, render: (_, { keyId }) => <code>{keyId}</code> },
    {
      title: t('alerts.status'),
      key: 'status',
      width: 90,
      render: (_, { status }) => <StatusTag status={status === 'active' ? 'inUse' : status} />,
    },
    {
      title: t('control.registeredAt'),
      key: 'registered',
      width: 152,
      render: (_, { registeredAt }) => <Instant at={registeredAt} />,
    },
    { title: t('control.via'), key: 'via', width: 120, render: (_, { via }) => words('value', via) ?? via },
    {
      title: t('control.revokedAt'),
      key: 'revoked',
      width: 152,
      render: (_, { revokedAt }) => <MaybeInstant at={revokedAt} />,
    },
    { title: t('control.reason'), key: 'reason', render: (_, { reason }) => <MaybeText text={reason} /> },
    {
      key: 'revoke',
      width: 84,
      align: 'right',
      render: (_, key) =>
        key.status !== 'revoked' && (
          <Offer to={apiPath(['terminals', id, 'keys', key.keyId, 'revoke'])}>
            <Button danger type="link" onClick={() => onRevoke(key)} data-testid="revoke">
              {t('control.revoke')}
            </Button>
          </Offer>
        ),
    },
  ];
}

import type { AccountView } from '@tillwatch/api';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath, post } from '../api.js';
import { accountsQuery } from '../queries.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { LinkDialog } from './link-dialog.js';
import { Offer } from './offer.js';

type Action = 'disable' | 'enable' | 'unlock';

/** What can be done to an account now; each asks for the reason. */
export function AccountActions({ account }: { account: AccountView }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [open, setOpen] = useState<Action | 'link'>();
  const close = (): void => setOpen(undefined);
  const actions: Action[] = [
    ...(account.status === 'locked' ? (['unlock'] as const) : []),
    account.status === 'disabled' ? 'enable' : 'disable',
  ];

  async function act(action: Action, reason: string): Promise<void> {
    await post(apiPath(['accounts', account.id, action]), { reason });
    close();
    await client.invalidateQueries({ queryKey: accountsQuery.queryKey });
  }

  return (
    <Space>
      {account.kind === 'person' && (
        <Offer to={apiPath(['accounts', account.id, 'setup-links'])}>
          <Button onClick={() => setOpen('link')}>{t('account.link')}</Button>
        </Offer>
      )}
      {actions.map((action) => (
        <Offer key={action} to={apiPath(['accounts', account.id, action])}>
          <Button danger={action === 'disable'} onClick={() => setOpen(action)}>
            {t(`account.${action}`)}
          </Button>
        </Offer>
      ))}
      {open === 'link' && <LinkDialog account={account} onClose={close} />}
      {open !== undefined && open !== 'link' && (
        <ConfirmDialog
          title={`${t(`account.${open}`)} · ${account.username}`}
          ask={t(`account.${open}Ask`)}
          confirm={t(`account.${open}`)}
          danger={open === 'disable'}
          withReason
          onConfirm={(reason) => act(open, reason)}
          onClose={close}
        />
      )}
    </Space>
  );
}

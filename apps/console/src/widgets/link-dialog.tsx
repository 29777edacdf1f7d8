import type { AccountView } from '@tillwatch/api';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath, post } from '../api.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { Instant } from './instant.js';

interface Link {
  code: string;
  expiresAt: string;
}

/** Makes a setup link and shows it, once: it lives in this dialog and nowhere else. */
export function LinkDialog({ account, onClose }: { account: AccountView; onClose: () => void }) {
  const { t } = useTranslation();
  const [link, setLink] = useState<Link>();
  const title = `${t('account.link')} · ${account.username}`;
  if (!link) {
    return (
      <ConfirmDialog
        title={title}
        ask={t('account.linkAsk')}
        confirm={t('account.link')}
        onConfirm={async () => setLink(await post<Link>(apiPath(['accounts', account.id, 'setup-links']), {}))}
        onClose={onClose}
      />
    );
  }
  return (
    <Modal open title={title} footer={null} onCancel={onClose} closable={{ 'aria-label': t('control.close') }}>
      <p>{t('account.linkShown')}</p>
      <p>
        <code data-testid="setup-link">{`${location.origin}/setup#code=${link.code}`}</code>
      </p>
      <p>
        {t('account.until')} <Instant at={link.expiresAt} />
      </p>
    </Modal>
  );
}

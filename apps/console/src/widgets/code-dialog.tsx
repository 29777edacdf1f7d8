import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath, post } from '../api.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { Instant } from './instant.js';

interface IssuedCode {
  code: string;
  expiresAt: string;
}

/** Issues an enrolment code and shows it, once: it lives in this dialog and nowhere else. */
export function CodeDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [issued, setIssued] = useState<IssuedCode>();
  if (!issued) {
    return (
      <ConfirmDialog
        title={t('control.codeTitle', { id })}
        ask={t('control.codeAsk')}
        confirm={t('control.codeIssue')}
        onConfirm={async () => setIssued(await post<IssuedCode>(apiPath(['terminals', id, 'enrolment-codes']), {}))}
        onClose={onClose}
      />
    );
  }
  return (
    <Modal
      open
      title={t('control.code')}
      footer={null}
      onCancel={onClose}
      closable={{ 'aria-label': t('control.close') }}
    >
      <p className="enrolment-code" data-testid="enrolment-code">
        {issued.code}
      </p>
      <p>
        {t('control.codeOnce')} {t('control.codeUntil')}
        <Instant at={issued.expiresAt} />
      </p>
    </Modal>
  );
}

import type { TerminalView } from '@tillwatch/api';
import { useQueryClient } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath, post } from '../api.js';
import { ConfirmDialog } from './confirm-dialog.js';

/** Revokes a key. What the terminal had journalled by now may be said to be expected; with a thief it should not. */
export function RevokeDialog(props: {
  id: string;
  keyId: string;
  journal: TerminalView['journal'];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [drain, setDrain] = useState(false);
  const { id, keyId, journal, onClose } = props;

  async function revoke(reason: string): Promise<void> {
    const body = { reason, ...(drain && journal && { drainUntil: journal }) };
    await post(apiPath(['terminals', id, 'keys', keyId, 'revoke']), body);
    onClose();
    for (const key of ['terminal', 'keys']) void client.invalidateQueries({ queryKey: [key, id] });
  }

  return (
    <ConfirmDialog
      title={t('control.revokeTitle', { id: keyId.slice(0, 8) })}
      ask={t('control.revokeAsk')}
      confirm={t('control.revoke')}
      danger
      withReason
      onConfirm={revoke}
      onClose={onClose}
    >
      {journal && (
        <Checkbox checked={drain} onChange={(event) => setDrain(event.target.checked)}>
          {t('control.drain', { place: `${journal.epoch}/${journal.sequence}` })}
        </Checkbox>
      )}
    </ConfirmDialog>
  );
}

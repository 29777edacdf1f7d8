import type { TerminalView } from '@tillwatch/api';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath, post } from '../api.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { Offer } from './offer.js';

/** Tells a terminal to refuse logins, or to allow them again: whichever it does not do now. */
export function FreezeButton({ terminal: { id, frozen } }: { terminal: TerminalView }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const what = frozen ? 'unfreeze' : 'freeze';

  async function issue(reason: string): Promise<void> {
    await post(apiPath(['terminals', id, what]), { reason });
    setOpen(false);
    for (const key of ['terminal', 'commands']) void client.invalidateQueries({ queryKey: [key, id] });
    void client.invalidateQueries({ queryKey: ['control-requests'] });
  }

  return (
    <Offer to={apiPath(['terminals', id, what])}>
      <Button danger={!frozen} onClick={() => setOpen(true)} data-testid="freeze">
        {t(`control.${what}`)}
      </Button>
      {open && (
        <ConfirmDialog
          title={t(`control.${what}Title`, { id })}
          ask={t(`control.${what}Ask`)}
          confirm={t(`control.${what}`)}
          danger={!frozen}
          withReason
          onConfirm={issue}
          onClose={() => setOpen(false)}
        />
      )}
    </Offer>
  );
}

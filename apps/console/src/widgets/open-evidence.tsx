import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath, newCommandId, postForFile } from '../api.js';
import { download } from '../download.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { Offer } from './offer.js';

/** The way to a document that is kept; who opens it says why. */
export function OpenEvidence({ caseId, evidenceId }: { caseId: string; evidenceId: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const path = apiPath(['recovery-cases', caseId, 'evidence', evidenceId, 'read']);

  async function read(reason: string): Promise<void> {
    const { name, content } = await postForFile(path, { reason, commandId: newCommandId() });
    download(content, name);
    setOpen(false);
    await client.invalidateQueries({ queryKey: ['recovery-history', caseId] });
  }

  return (
    <Offer to={path}>
      <Button onClick={() => setOpen(true)} data-testid="open-evidence">
        {t('caseWork.open')}
      </Button>
      {open && (
        <ConfirmDialog
          title={t('caseWork.openTitle')}
          ask={t('caseWork.openAsk')}
          confirm={t('caseWork.open')}
          withReason
          onConfirm={read}
          onClose={() => setOpen(false)}
        />
      )}
    </Offer>
  );
}

import type { RecoveryDossierView } from '@tillwatch/api';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiPath, get } from '../api.js';
import { download } from '../download.js';
import { Refusal } from './refusal.js';

/** Everything about a case as one file. The token goes in a header, so a plain link would not do. */
export function DossierButton({ id }: { id: string }) {
  const { t } = useTranslation();
  const fetching = useMutation({
    mutationFn: async () => {
      const path = apiPath(['recovery-cases', id, 'dossier'], { format: 'json' });
      const dossier = await get<RecoveryDossierView>(path);
      download(new Blob([JSON.stringify(dossier)], { type: 'application/json' }), `recovery-${id}.json`);
    },
  });
  return (
    <>
      <Button onClick={() => fetching.mutate()} loading={fetching.isPending}>
        {t('recovery.download')}
      </Button>
      <Refusal error={fetching.error} />
    </>
  );
}

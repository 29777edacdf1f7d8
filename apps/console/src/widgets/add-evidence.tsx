import type { RecoveryCaseView } from '@tillwatch/api';
import { useTranslation } from 'react-i18next';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiPath, newCommandId, post, postFile } from '../api.js';
import { useWords } from '../i18n/use-language.js';
import { FieldsForm, localTime } from './fields-form.js';
import { Refusal } from './refusal.js';

const yearMs = 365 * 86_400_000;
const others = ['purchase-record', 'other'];

/** Names a document or a reference; a document that is chosen is handed in as well, and its digest made here. */
export function AddEvidence({ recovery: { id, missingEvidence, checklist } }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  const words = useWords();
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  /** What was typed stays until it is taken, whatever happens to the case meanwhile. */
  const [round, setRound] = useState(0);
  const add = useMutation({
    mutationFn: async (values: Record<string, string>) => {
      const digest = file && (await digestOf(file));
      const body = { ...values, ...(digest && { digest }), commandId: newCommandId() };
      const { evidenceId } = await post<{ evidenceId: string }>(apiPath(['recovery-cases', id, 'evidence']), body);
      if (file) await postFile(apiPath(['recovery-cases', id, 'evidence', evidenceId, 'file']), file);
    },
    onSuccess: () => {
      setFile(undefined);
      setRound(round + 1);
    },
    onSettled: () => client.invalidateQueries(),
  });
  const kinds = [...missingEvidence, ...checklist.filter((kind) => !missingEvidence.includes(kind)), ...others];
  return (
    <>
      <FieldsForm
        key={round}
        testId="evidence-form"
        fields={[
          {
            name: 'kind',
            label: t('recovery.kind'),
            kind: 'choice',
            choices: kinds.map((value) => ({ value, label: words('value', value) ?? value })),
            initial: kinds[0]!,
            required: true,
          },
          { name: 'reference', label: t('recovery.reference'), hint: t('recovery.referenceHint'), required: !file },
          { name: 'custodian', label: t('recovery.custodian'), required: true },
          {
            name: 'retainUntil',
            label: t('recovery.retainUntil'),
            kind: 'time',
            initial: localTime(Date.now() + yearMs),
            required: true,
          },
        ]}
        submit={t('recovery.do.add-evidence')}
        busy={add.isPending}
        onSubmit={(values) => add.mutate(values)}
      >
        <label>
          <span className="quiet">{t('recovery.file')}</span>{' '}
          <input
            type="file"
            accept="application/pdf,image/jpeg,image/png"
            aria-label={t('recovery.file')}
            onChange={(event) => setFile(event.target.files?.[0])}
          />
        </label>
      </FieldsForm>
      <Refusal error={add.error} />
    </>
  );
}

async function digestOf(file: File): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

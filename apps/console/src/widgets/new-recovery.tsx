import type { RecoveryChannel, RecoveryCommandAnswer } from '@tillwatch/api';
import { Card, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { apiPath } from '../api.js';
import { FieldsForm } from './fields-form.js';
import { Refusal } from './refusal.js';
import { useCommand } from './use-command.js';

export const channels: readonly RecoveryChannel[] = ['administrator', 'vendor', 'bank', 'self-service'];
/** The version whose text `recovery.attest` is. */
const attestation = '2026-1';

/** Asks that a forgotten password be replaced; the case opens when it is taken. */
export function NewRecovery({ operatorId }: { operatorId: string | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [agreed, setAgreed] = useState(false);
  const create = useCommand<RecoveryCommandAnswer>(({ id }) => void navigate(`/recoveries/${id}`));
  return (
    <Card size="small" title={t('recovery.new')}>
      <FieldsForm
        testId="new-recovery"
        fields={[
          {
            name: 'operatorId',
            label: t('recovery.operator'),
            hint: t('recovery.operatorHint'),
            initial: operatorId ?? '',
            required: true,
          },
          {
            name: 'channel',
            label: t('recovery.channel'),
            kind: 'choice',
            choices: channels.map((value) => ({ value, label: t(`recovery.channels.${value}`) })),
            required: true,
          },
          { name: 'terminalId', label: t('recovery.terminal'), required: true, max: 64 },
          { name: 'storeId', label: t('recovery.store') },
          { name: 'account', label: t('recovery.account'), hint: t('recovery.accountHint') },
          { name: 'reason', label: t('recovery.reason'), kind: 'area', required: true },
        ]}
        submit={t('recovery.submit')}
        busy={create.isPending || !agreed}
        onSubmit={(values) =>
          create.mutate({
            path: apiPath(['recovery-cases']),
            body: { ...values, attestation: { version: attestation, agreed } },
          })
        }
      >
        <Checkbox checked={agreed} onChange={(event) => setAgreed(event.target.checked)}>
          {t('recovery.attest')}
        </Checkbox>
      </FieldsForm>
      <Refusal error={create.error} />
    </Card>
  );
}

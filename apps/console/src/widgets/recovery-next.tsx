import type { RecoveryCaseView } from '@tillwatch/api';
import { Alert, Card, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { useWords } from '../i18n/use-language.js';
import { AddEvidence } from './add-evidence.js';
import { FieldsForm, type FormField } from './fields-form.js';
import { Offer } from './offer.js';
import { NextClock, stepVerbs } from './recovery-marks.js';
import { Refusal } from './refusal.js';
import { useCommand } from './use-command.js';

const causes = ['long-unused', 'mis-operation', 'system-fault'] as const;

type Step = NonNullable<RecoveryCaseView['next']>['step'];

/** The next step of a case, with the form for it. A decision is upon what is on screen: the server refuses it otherwise. */
export function RecoveryNext({ recovery }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  const { id, next } = recovery;
  return (
    <Card size="small" title={t('recovery.next')} className="next-step" data-testid="next-step">
      {!next && <p>{t('recovery.nothingNext')}</p>}
      {next && (
        <>
          <h2>
            {t(`recovery.steps.${next.step}`)} <NextClock next={next} />
          </h2>
          {next.forOthers && (
            <Alert type="warning" showIcon data-testid="for-others" title={t(`caseWork.${next.forOthers}`)} />
          )}
          {!next.forOthers && (
            <Offer to={apiPath(['recovery-cases', id, stepVerbs[next.step]])} orSay>
              <StepForm key={next.step} recovery={recovery} step={next.step} />
            </Offer>
          )}
        </>
      )}
    </Card>
  );
}

function StepForm({ recovery, step }: { recovery: RecoveryCaseView; step: Step }) {
  if (step === 'record-cause') return <CauseForm recovery={recovery} />;
  if (step === 'add-evidence') return <AddEvidence recovery={recovery} />;
  if (step === 'verify') return <VerifyForm recovery={recovery} />;
  if (step === 'approve') return <DecisionForm recovery={recovery} />;
  if (step === 'close') return <CloseForm recovery={recovery} />;
  return <OrderForm recovery={recovery} isAgain={step === 'await-reset'} />;
}

/** Gives a verb's command upon the case as it is shown. */
function useAct({ id, revision }: RecoveryCaseView) {
  const command = useCommand();
  const act = (verb: string, body: object) =>
    command.mutate({ path: apiPath(['recovery-cases', id, verb]), body: { ...body, expectedRevision: revision } });
  return { act, busy: command.isPending, error: command.error };
}

function CauseForm({ recovery }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  const words = useWords();
  const { act, busy, error } = useAct(recovery);
  const choices = causes.map((value) => ({ value, label: words('value', value) ?? value }));
  return (
    <>
      <FieldsForm
        testId="step-form"
        fields={[
          { name: 'cause', label: t('recovery.cause'), kind: 'choice', choices, required: true },
          { name: 'onsetAt', label: t('recovery.onset'), kind: 'time', required: true },
          { name: 'comment', label: t('recovery.comment'), kind: 'area' },
        ]}
        submit={t('recovery.do.record-cause')}
        busy={busy}
        onSubmit={(values) => act('cause', values)}
      />
      <Refusal error={error} />
    </>
  );
}

function VerifyForm({ recovery }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  const { act, busy, error } = useAct(recovery);
  const { channel } = recovery;
  const yesNo = [
    { value: 'true', label: t('recovery.confirmedYes') },
    { value: 'false', label: t('recovery.confirmedNo') },
  ];
  const reference = { label: t('recovery.reference'), hint: t('recovery.referenceHint'), required: channel === 'bank' };
  const ofVendor: FormField[] = [
    { name: 'model', label: t('recovery.model'), required: true },
    { name: 'serial', label: t('recovery.serial'), required: true },
  ];
  const ofBank: FormField[] = [{ name: 'transactions', label: t('recovery.transactions'), required: true, max: 1_000 }];
  return (
    <>
      <FieldsForm
        testId="step-form"
        fields={[
          { name: 'confirmed', label: t('recovery.confirmed'), kind: 'choice', choices: yesNo, required: true },
          { name: 'reference', ...reference },
          ...(channel === 'vendor' ? ofVendor : channel === 'bank' ? ofBank : []),
          { name: 'comment', label: t('recovery.comment'), kind: 'area' },
        ]}
        submit={t('recovery.do.verify')}
        busy={busy}
        onSubmit={({ confirmed, model, serial, transactions, ...values }) =>
          act('verify-identity', {
            ...values,
            confirmed: confirmed === 'true',
            ...(channel === 'vendor' && { device: { model, serial } }),
            ...(channel === 'bank' && { transactions: listed(transactions) }),
          })
        }
      />
      <Refusal error={error} />
    </>
  );
}

function listed(text = ''): string[] {
  return [...new Set(text.split(/[,，、\s]+/).filter((part) => part !== ''))];
}

function DecisionForm({ recovery }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  const [decision, setDecision] = useState<'approve' | 'reject'>('approve');
  const { act, busy, error } = useAct(recovery);
  const isApproval = decision === 'approve';
  return (
    <>
      <Segmented
        aria-label={t('caseWork.decision')}
        value={decision}
        onChange={setDecision}
        options={(['approve', 'reject'] as const).map((value) => ({ value, label: t(`caseWork.${value}`) }))}
      />
      <FieldsForm
        key={decision}
        testId="step-form"
        fields={[
          isApproval
            ? { name: 'comment', label: t('recovery.comment'), kind: 'area' }
            : { name: 'reason', label: t('recovery.reason'), kind: 'area', required: true },
        ]}
        submit={t(`recovery.do.${decision}`)}
        busy={busy}
        danger={!isApproval}
        onSubmit={(values) => act(decision, values)}
      />
      <Refusal error={error} />
    </>
  );
}

function OrderForm({ recovery, isAgain }: { recovery: RecoveryCaseView; isAgain: boolean }) {
  const { t } = useTranslation();
  const { act, busy, error } = useAct(recovery);
  return (
    <>
      {isAgain && <p>{t('recovery.awaiting')}</p>}
      <FieldsForm
        testId="step-form"
        fields={[
          { name: 'terminalId', label: t('recovery.terminal'), initial: recovery.terminalId, required: true, max: 64 },
        ]}
        submit={t(isAgain ? 'caseWork.again' : 'recovery.do.execute')}
        busy={busy}
        onSubmit={(values) => act('execute', values)}
      />
      <Refusal error={error} />
    </>
  );
}

function CloseForm({ recovery }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  const { act, busy, error } = useAct(recovery);
  const isWhole = recovery.steps.length === 3;
  return (
    <>
      {!isWhole && <p>{t('recovery.unmetHint')}</p>}
      <FieldsForm
        testId="step-form"
        fields={[{ name: 'comment', label: t('recovery.comment'), kind: 'area', required: !isWhole }]}
        submit={t('recovery.do.close')}
        busy={busy}
        onSubmit={(values) => act('close', values)}
      />
      <Refusal error={error} />
    </>
  );
}

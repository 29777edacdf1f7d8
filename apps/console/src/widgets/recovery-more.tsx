import type { RecoveryCaseView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Card, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { useLanguage, useWords } from '../i18n/use-language.js';
import { alertsQuery } from '../queries.js';
import { localTime } from '../text/time.js';
import { visibleText } from '../text/visible.js';
import { AddEvidence } from './add-evidence.js';
import { FieldsForm, type FormField } from './fields-form.js';
import { Offer, useMayGive } from './offer.js';
import { Refusal } from './refusal.js';
import { useCommand } from './use-command.js';
import { useMay } from './use-me.js';

const parties = ['operator', 'store', 'vendor', 'bank', 'payment-company', 'support', 'association'];
const means = ['phone', 'mail', 'message', 'visit'];

const verbs = {
  assign: 'assign',
  contact: 'contact-attempts',
  report: 'unauthorised-use',
  reject: 'reject',
  withdraw: 'withdraw',
  hold: 'hold',
  'release-hold': 'release-hold',
} as const;
type Kind = keyof typeof verbs | 'add-evidence';

/** What else can be done to a case as it is. */
export function RecoveryMore({ recovery }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Kind>('assign');
  const mayGive = useMayGive();
  const possible = kindsOf(recovery).filter((one) => mayGive(pathOf(recovery, one)));
  const chosen = possible.includes(kind) ? kind : possible[0];
  if (!chosen) return null;
  return (
    <Card size="small" title={t('recovery.more')} data-testid="more-actions">
      <Segmented<Kind>
        aria-label={t('recovery.more')}
        value={chosen}
        onChange={setKind}
        options={possible.map((value) => ({ value, label: t(`recovery.do.${value}`) }))}
        className="wrap"
      />
      <Offer to={pathOf(recovery, chosen)}>
        {chosen === 'add-evidence' ? (
          <AddEvidence recovery={recovery} />
        ) : (
          <MoreForm key={chosen} recovery={recovery} kind={chosen} />
        )}
      </Offer>
    </Card>
  );
}

function pathOf({ id }: RecoveryCaseView, kind: Kind): string {
  return apiPath(['recovery-cases', id, kind === 'add-evidence' ? 'evidence' : verbs[kind]]);
}

function kindsOf({ status, next, hold }: RecoveryCaseView): Kind[] {
  const holding: Kind = hold ? 'release-hold' : 'hold';
  const isEarly = status === 'requested' || status === 'verifying';
  if (!isEarly && status !== 'approved' && status !== 'executed') return ['report', holding];
  const withdraw: Kind[] = isEarly || status === 'approved' ? ['withdraw'] : [];
  // Where somebody is to approve, the next step offers both.
  const reject: Kind[] = isEarly && next?.step !== 'approve' ? ['reject'] : [];
  return ['assign', 'contact', 'report', 'add-evidence', ...reject, ...withdraw, holding];
}

function MoreForm({ recovery, kind }: { recovery: RecoveryCaseView; kind: keyof typeof verbs }) {
  const { t } = useTranslation();
  const [round, setRound] = useState(0);
  const command = useCommand(() => setRound(round + 1));
  const fields = useFields(recovery)[kind];
  return (
    <>
      <FieldsForm
        key={round}
        testId={`more-${kind}`}
        fields={fields}
        submit={t(`recovery.do.${kind}`)}
        danger={kind === 'reject' || kind === 'withdraw'}
        busy={command.isPending}
        onSubmit={({ reached, ...values }) =>
          command.mutate({
            path: pathOf(recovery, kind),
            body: { ...values, ...(reached !== undefined && { reached: reached === 'true' }) },
          })
        }
      />
      <Refusal error={command.error} />
    </>
  );
}

function useFields({ operatorId, assignee, ticket }: RecoveryCaseView): Record<keyof typeof verbs, FormField[]> {
  const { t } = useTranslation();
  const words = useWords();
  const choices = (values: readonly string[]) =>
    values.map((value) => ({ value, label: words('value', value) ?? value }));
  const alerts = useAlertChoices(operatorId);
  const yesNo = [
    { value: 'true', label: t('recovery.yes') },
    { value: 'false', label: t('recovery.no') },
  ];
  const reason: FormField = { name: 'reason', label: t('recovery.reason'), kind: 'area', required: true };
  return {
    assign: [
      { name: 'assignee', label: t('recovery.assignee'), initial: assignee ?? '' },
      { name: 'ticket', label: t('recovery.ticket'), initial: ticket ?? '' },
    ],
    contact: [
      { name: 'party', label: t('recovery.party'), kind: 'choice', choices: choices(parties), required: true },
      { name: 'means', label: t('recovery.means'), kind: 'choice', choices: choices(means), required: true },
      { name: 'reached', label: t('recovery.reached'), kind: 'choice', choices: yesNo, required: true },
      { name: 'comment', label: t('recovery.comment'), kind: 'area' },
    ],
    report: [
      { name: 'noticedAt', label: t('recovery.noticedAt'), kind: 'time', required: true },
      { name: 'alertId', label: t('caseWork.alert'), kind: 'choice', choices: alerts },
      { name: 'description', label: t('recovery.description'), kind: 'area', required: true },
    ],
    reject: [reason],
    withdraw: [reason],
    hold: [reason],
    'release-hold': [reason],
  };
}

const alertsAtMost = 20;

/** The operator's latest alerts, to tell which of them a report is about. */
function useAlertChoices(operatorId: string): { value: string; label: string }[] {
  const { side } = useLanguage();
  const enabled = useMay('alerts.read');
  const { data } = useInfiniteQuery({ ...alertsQuery({ operator: operatorId }, alertsAtMost), enabled });
  const alerts = data?.pages.flatMap(({ items }) => items) ?? [];
  return alerts.map(({ id, title, lastAt }) => ({
    value: id,
    label: visibleText(`${title[side]} · ${localTime(lastAt)}`),
  }));
}

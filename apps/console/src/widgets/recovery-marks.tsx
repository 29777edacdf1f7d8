import type { RecoveryCaseView } from '@tillwatch/api';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { useDuration, useWords } from '../i18n/use-language.js';
import { Instant } from './instant.js';
import { useMayGive } from './offer.js';
import { useNow } from './use-now.js';

/** The command that each step of a case is given by. */
export const stepVerbs: Record<NonNullable<RecoveryCaseView['next']>['step'], string> = {
  'record-cause': 'cause',
  'add-evidence': 'evidence',
  verify: 'verify-identity',
  approve: 'approve',
  execute: 'execute',
  'await-reset': 'execute',
  close: 'close',
};

const tone: Partial<Record<RecoveryCaseView['status'], 'bad' | 'warn' | 'good'>> = {
  requested: 'warn',
  verifying: 'warn',
  approved: 'warn',
  executed: 'good',
  closed: 'good',
  rejected: 'bad',
};

export function RecoveryStatusTag({ status }: Pick<RecoveryCaseView, 'status'>) {
  const { t } = useTranslation();
  return <Tag className={`tag status-${tone[status] ?? 'quiet'}`}>{t(`recovery.statuses.${status}`)}</Tag>;
}

/** What is to be done next and by when. */
export function NextMark({ next }: Pick<RecoveryCaseView, 'next'>) {
  const { t } = useTranslation();
  if (!next) return <span className="quiet">—</span>;
  return (
    <>
      <div>{t(`recovery.steps.${next.step}`)}</div>
      <NextClock next={next} />
    </>
  );
}

/** How long is left for a step, or by how much it is late. */
export function NextClock({ next: { dueAt } }: { next: NonNullable<RecoveryCaseView['next']> }) {
  const { t } = useTranslation();
  const duration = useDuration();
  const leftMs = Date.parse(dueAt) - useNow(15_000);
  const text = leftMs > 0 ? 'caseWork.left' : 'caseWork.overdueBy';
  return (
    <span className="next-clock">
      <Tag className={`tag status-${leftMs > 0 ? 'warn' : 'bad'}`} data-testid="case-clock">
        {t(text, { duration: duration(Math.abs(leftMs)) })}
      </Tag>{' '}
      <span className="quiet">
        {t('caseWork.dueAt')}
        <Instant at={dueAt} />
      </span>
    </span>
  );
}

/** Whether the next step is for whoever looks, and why it is not. */
export function WhoseMark({ recovery: { id, next } }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  const mayGive = useMayGive();
  if (!next) return <span className="quiet">—</span>;
  if (!mayGive(apiPath(['recovery-cases', id, stepVerbs[next.step]]))) {
    return <NotYours why={t('caseWork.role')} />;
  }
  if (next.forOthers) return <NotYours why={t(`caseWork.${next.forOthers}`)} />;
  return <Tag className="tag status-good">{t('caseWork.yours')}</Tag>;
}

function NotYours({ why }: { why: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Tag className="tag">{t('caseWork.notYours')}</Tag>
      <div className="quiet">{why}</div>
    </>
  );
}

/** A word of the catalogue, as it came when nobody has translated it. */
export function Word({ value }: { value: string }) {
  const words = useWords();
  return <>{words('value', value) ?? value}</>;
}

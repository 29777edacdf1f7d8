import type { RecoveryCaseView } from '@tillwatch/api';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-language.js';
import { Instant } from './instant.js';

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
      {t(`recovery.steps.${next.step}`)}{' '}
      {next.overdue ? (
        <Tag className="tag status-bad">{t('recovery.overdue')}</Tag>
      ) : (
        <span className="quiet">
          {t('recovery.due')} <Instant at={next.dueAt} />
        </span>
      )}
    </>
  );
}

/** A word of the catalogue, as it came when nobody has translated it. */
export function Word({ value }: { value: string }) {
  const words = useWords();
  return <>{words('value', value) ?? value}</>;
}

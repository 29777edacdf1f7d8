import type { Severity } from '@tillwatch/api';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Texts } from '../i18n/zh-cn.js';

export function SeverityTag({ severity }: { severity: Severity }) {
  const { t } = useTranslation();
  return (
    <Tag className={`tag severity-${severity}`} data-testid="severity">
      {t(`severity.${severity}`)}
    </Tag>
  );
}

export type Status = keyof Texts['status'];

/** Which statuses ask for somebody's attention, and how much; the rest are drawn quietly. */
const tone: Partial<Record<Status, 'bad' | 'warn' | 'good'>> = {
  active: 'good',
  online: 'good',
  filled: 'good',
  done: 'good',
  inUse: 'good',
  locked: 'bad',
  frozen: 'bad',
  lost: 'bad',
  refused: 'bad',
  revoked: 'bad',
  pending: 'warn',
  open: 'warn',
  missing: 'warn',
  offline: 'warn',
  gaps: 'warn',
};

export function StatusTag({ status }: { status: Status }) {
  const { t } = useTranslation();
  return <Tag className={`tag status-${tone[status] ?? 'quiet'}`}>{t(`status.${status}`)}</Tag>;
}

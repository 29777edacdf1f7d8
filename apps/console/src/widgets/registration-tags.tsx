import type { OperatorView } from '@tillwatch/api';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

const tone = { active: 'good', suspended: 'warn', left: 'quiet', none: 'warn' } as const;

/** Whether somebody answers for this operator, and whether an exemption was lost. */
export function RegistrationTags({ operator: { registration } }: { operator: OperatorView }) {
  const { t } = useTranslation();
  const status = registration?.status ?? 'none';
  return (
    <span data-testid="registration">
      <Tag className={`tag status-${tone[status]}`}>{t(`register.${status}`)}</Tag>
      {registration?.exemption.state === 'void' && <Tag className="tag status-bad">{t('register.void')}</Tag>}
    </span>
  );
}

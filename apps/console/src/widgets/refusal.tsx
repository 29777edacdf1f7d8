import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api.js';
import { zhCn } from '../i18n/zh-cn.js';

type Known = keyof typeof zhCn.refused;

/** Why a command was not carried out. */
export function Refusal({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  if (!error) return null;
  const code = error instanceof ApiError ? error.code : error.name;
  const known: Known = Object.hasOwn(zhCn.refused, code) ? (code as Known) : 'failed';
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      className="failure"
      data-testid="refusal"
      title={
        <>
          {t(`refused.${known}`)} <span className="quiet">{t('state.details', { code })}</span>
        </>
      }
    />
  );
}

import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api.js';

const told = {
  'password-refused': 'account.passwordRefused',
  'password-wrong': 'account.passwordWrong',
  'code-wrong': 'account.codeWrong',
  'setup-link-invalid': 'account.linkInvalid',
  'name-taken': 'account.nameTaken',
} as const;

/** Why something about an account did not work, in words where there is something to do about it. */
export function AccountProblem({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (error === undefined || error === null) return null;
  const known = error instanceof ApiError ? told[error.code as keyof typeof told] : undefined;
  const code = error instanceof ApiError ? `${error.status} ${error.code}` : String(error);
  const title = known ? t(known) : `${t('account.failed')} · ${t('state.details', { code })}`;
  return <Alert type="error" showIcon role="alert" title={title} data-testid="account-problem" />;
}

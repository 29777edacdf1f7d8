import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { leave } from '../leave.js';
import { ChangePassword } from '../widgets/change-password.js';
import { SignInCard } from '../widgets/sign-in-card.js';

/** Shown to who signed in with a first password, until it is one of their own. */
export function FirstPasswordPage() {
  const { t } = useTranslation();
  return (
    <SignInCard title={t('account.mustChange')}>
      <p className="quiet">{t('account.mustChangeHint')}</p>
      <ChangePassword />
      <Button type="link" onClick={leave}>
        {t('app.signOut')}
      </Button>
    </SignInCard>
  );
}

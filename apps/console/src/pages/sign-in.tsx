import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PasswordForm } from '../widgets/password-form.js';
import { SignInCard } from '../widgets/sign-in-card.js';
import { TokenForm } from '../widgets/token-form.js';

export function SignInPage() {
  const { t } = useTranslation();
  const [way, setWay] = useState<'byPassword' | 'byToken'>('byPassword');
  return (
    <SignInCard title={t('signIn.title')}>
      <Segmented
        block
        aria-label={t('signIn.way')}
        value={way}
        onChange={setWay}
        options={(['byPassword', 'byToken'] as const).map((value) => ({ value, label: t(`signIn.${value}`) }))}
        data-testid="sign-in-way"
      />
      {way === 'byPassword' ? <PasswordForm /> : <TokenForm />}
    </SignInCard>
  );
}

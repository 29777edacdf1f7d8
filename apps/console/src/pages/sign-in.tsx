import { Alert, Button, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath, getOpen } from '../api.js';
import { openIdRefusal } from '../session.js';
import { PasswordForm } from '../widgets/password-form.js';
import { SignInCard } from '../widgets/sign-in-card.js';
import { TokenForm } from '../widgets/token-form.js';

export function SignInPage() {
  const { t } = useTranslation();
  const [way, setWay] = useState<'byPassword' | 'byToken'>('byPassword');
  return (
    <SignInCard title={t('signIn.title')}>
      <OpenIdButton />
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

/** Where there is an identity provider; the server leads there and back. */
function OpenIdButton() {
  const { t } = useTranslation();
  const [isThere, setIsThere] = useState(false);
  useEffect(() => {
    getOpen<{ openid: boolean }>(apiPath(['sign-in'])).then(
      ({ openid }) => setIsThere(openid),
      () => undefined, // without it there are the other ways
    );
  }, []);
  if (!isThere) return null;
  const refusal = openIdRefusal();
  return (
    <div className="sign-in-openid">
      {refusal && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t(refusal === 'role-missing' ? 'signIn.roleMissing' : 'signIn.openIdRefused')}
        />
      )}
      <Button size="large" block href={apiPath(['sign-in', 'openid'])} data-testid="sign-in-openid">
        {t('signIn.openId')}
      </Button>
    </div>
  );
}

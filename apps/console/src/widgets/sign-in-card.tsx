import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from './language-switch.js';

/** The frame of what is shown to somebody who is not signed in. */
export function SignInCard({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <div className="sign-in-head">
          <img src="/favicon.svg" alt="" width={32} height={32} />
          <div>
            <strong>{t('app.name')}</strong>
            <div className="quiet">{t('app.tagline')}</div>
          </div>
          <LanguageSwitch />
        </div>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}

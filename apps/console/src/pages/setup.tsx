import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath, postOpen } from '../api.js';
import type { SetupLink } from '../setup-link.js';
import { AccountProblem } from '../widgets/account-problem.js';
import { NewPassword } from '../widgets/new-password.js';
import { SignInCard } from '../widgets/sign-in-card.js';

interface Typed {
  username?: string;
  next: string;
}

/** Where a setup link leads: a password for an account, or the first administrator. */
export function SetupPage({ link, onDone }: { link: SetupLink; onDone: () => void }) {
  const { t } = useTranslation();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  async function submit({ username, next }: Typed): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      const { code } = link;
      await postOpen(apiPath(['setup']), { code, password: next, ...(link.isFirst && { username }) });
      onDone();
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  }

  return (
    <SignInCard title={t(link.isFirst ? 'account.setUpFirst' : 'account.setUp')}>
      <p className="quiet">{t('account.setUpHint')}</p>
      <Form layout="vertical" size="large" onFinish={submit} requiredMark={false}>
        {link.isFirst && (
          <Form.Item
            name="username"
            label={t('account.username')}
            rules={[
              {
                required: true,
                pattern: /^\s*[A-Za-z0-9][A-Za-z0-9._-]{1,63}\s*$/,
                message: t('account.usernameRefused'),
              },
            ]}
          >
            <Input autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={64} />
          </Form.Item>
        )}
        <NewPassword />
        <AccountProblem error={error} />
        <Button type="primary" htmlType="submit" block loading={busy} data-testid="set-up">
          {t('account.setUpSubmit')}
        </Button>
      </Form>
    </SignInCard>
  );
}

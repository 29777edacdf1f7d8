import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, apiPath, postOpen } from '../api.js';
import { byCookie, signIn } from '../session.js';

interface Typed {
  username: string;
  password: string;
  code?: string;
}

/** Signs in with a password, and then the code of the second factor where there is one. */
export function PasswordForm() {
  const { t } = useTranslation();
  const [needsCode, setNeedsCode] = useState(false);
  const [problem, setProblem] = useState<'signIn.wrong' | 'signIn.tooMany' | 'state.unreachable' | 'state.failed'>();
  const [busy, setBusy] = useState(false);

  async function submit({ username, password, code }: Typed): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      await postOpen(apiPath(['sessions']), { username, password, ...(needsCode && { code }) });
      return signIn(byCookie);
    } catch (error) {
      const refused = error instanceof ApiError ? error : undefined;
      if (refused?.code === 'second-factor-required') setNeedsCode(true);
      else if (refused?.status === 401) setProblem('signIn.wrong');
      else if (refused?.status === 429) setProblem('signIn.tooMany');
      else setProblem(refused?.status === 0 ? 'state.unreachable' : 'state.failed');
      setBusy(false);
    }
  }

  return (
    <Form layout="vertical" size="large" onFinish={submit} requiredMark={false}>
      <Form.Item
        name="username"
        label={t('signIn.username')}
        rules={[{ required: true, whitespace: true, message: t('signIn.usernameEmpty') }]}
      >
        <Input autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={64} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('signIn.password')}
        rules={[{ required: true, message: t('signIn.passwordEmpty') }]}
      >
        <Input.Password autoComplete="current-password" maxLength={128} />
      </Form.Item>
      {needsCode && (
        <Form.Item
          name="code"
          label={t('signIn.code')}
          extra={t('signIn.codeHint')}
          rules={[{ required: true, pattern: /^\d{6}$/, message: t('signIn.codeMalformed') }]}
        >
          <Input autoFocus autoComplete="one-time-code" inputMode="numeric" maxLength={6} />
        </Form.Item>
      )}
      {problem && <Alert type="error" showIcon title={t(problem)} role="alert" data-testid="sign-in-problem" />}
      <Button type="primary" htmlType="submit" block loading={busy} data-testid="sign-in-submit">
        {t('signIn.submit')}
      </Button>
    </Form>
  );
}

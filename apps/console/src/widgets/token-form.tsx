import type { MeView } from '@tillwatch/api';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, apiPath, get } from '../api.js';
import { readToken, signIn } from '../session.js';

type Problem =
  'signIn.empty' | 'signIn.malformed' | 'signIn.refused' | 'signIn.forbidden' | 'state.unreachable' | 'state.failed';

/** Signs in with a token, for machines' keepers and for the first administrator. */
export function TokenForm() {
  const { t } = useTranslation();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);

  async function submit({ token: text = '' }: { token?: string }): Promise<void> {
    const token = readToken(text);
    if (!token) return setProblem(text.trim() === '' ? 'signIn.empty' : 'signIn.malformed');
    setBusy(true);
    setProblem(undefined);
    try {
      await get<MeView>(apiPath(['me']), undefined, token);
      signIn(token);
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  }

  return (
    <>
      <Form layout="vertical" size="large" onFinish={submit} requiredMark={false}>
        <Form.Item name="token" label={t('signIn.token')} extra={t('signIn.hint')}>
          <Input.Password autoFocus autoComplete="off" spellCheck={false} data-testid="sign-in-token" maxLength={600} />
        </Form.Item>
        {problem && <Alert type="error" showIcon title={t(problem)} role="alert" data-testid="sign-in-problem" />}
        <Button type="primary" htmlType="submit" block loading={busy} data-testid="sign-in-submit">
          {t('signIn.submit')}
        </Button>
      </Form>
      <p className="quiet">{t('signIn.privacy')}</p>
    </>
  );
}

function problemOf(error: unknown): Problem {
  if (!(error instanceof ApiError)) return 'state.failed';
  if (error.status === 401) return 'signIn.refused';
  if (error.status === 403) return 'signIn.forbidden';
  return error.status === 0 ? 'state.unreachable' : 'state.failed';
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Form, Input, QRCode } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath, post } from '../api.js';
import { meQuery } from '../queries.js';
import { AccountProblem } from './account-problem.js';

interface Proposed {
  secret: string;
  uri: string;
}

/** Turns the second factor on, by a code of it, and off. Both take the password. */
export function FactorCard({ hasFactor }: { hasFactor: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [proposed, setProposed] = useState<Proposed>();
  const done = async (): Promise<void> => {
    setProposed(undefined);
    await client.invalidateQueries({ queryKey: meQuery.queryKey });
  };
  return (
    <Card size="small" title={t('account.factor')} className="own-account" data-testid="factor-card">
      <p data-testid="factor-state">{t(hasFactor ? 'account.factorOn' : 'account.factorOff')}</p>
      {hasFactor && (
        <WithPassword
          path={apiPath(['me', 'factor', 'remove'])}
          label={t('account.factorRemove')}
          onDone={() => void done()}
        />
      )}
      {!hasFactor && !proposed && (
        <WithPassword<Proposed>
          path={apiPath(['me', 'factor'])}
          label={t('account.factorEnrol')}
          onDone={setProposed}
        />
      )}
      {proposed && <Confirm proposed={proposed} onDone={done} />}
    </Card>
  );
}

function WithPassword<Answer>(props: { path: string; label: string; onDone: (answer: Answer) => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ password: string }>();
  const send = useMutation({
    mutationFn: (body: { password: string }) => post<Answer>(props.path, body),
    onSuccess: (answer) => {
      form.resetFields();
      props.onDone(answer);
    },
  });
  return (
    <Form form={form} layout="vertical" onFinish={(body) => send.mutate(body)} requiredMark={false}>
      <Form.Item
        name="password"
        label={t('signIn.password')}
        rules={[{ required: true, message: t('signIn.passwordEmpty') }]}
      >
        <Input.Password autoComplete="current-password" maxLength={128} />
      </Form.Item>
      <AccountProblem error={send.error} />
      <Button htmlType="submit" loading={send.isPending}>
        {props.label}
      </Button>
    </Form>
  );
}

function Confirm({ proposed, onDone }: { proposed: Proposed; onDone: () => Promise<void> }) {
  const { t } = useTranslation();
  const send = useMutation({
    mutationFn: (body: { code: string }) => post(apiPath(['me', 'factor', 'confirm']), body),
    onSuccess: onDone,
  });
  return (
    <>
      <p>{t('account.factorScan')}</p>
      <QRCode value={proposed.uri} type="svg" size={180} bordered={false} />
      <p>
        <code data-testid="factor-secret">{proposed.secret}</code>
      </p>
      <Form layout="vertical" onFinish={(body: { code: string }) => send.mutate(body)} requiredMark={false}>
        <Form.Item
          name="code"
          label={t('signIn.code')}
          rules={[{ required: true, pattern: /^\d{6}$/, message: t('signIn.codeMalformed') }]}
        >
          <Input autoFocus autoComplete="one-time-code" inputMode="numeric" maxLength={6} />
        </Form.Item>
        <AccountProblem error={send.error} />
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {t('account.factorConfirm')}
        </Button>
      </Form>
    </>
  );
}

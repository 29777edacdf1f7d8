import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiPath, post } from '../api.js';
import { meQuery } from '../queries.js';
import { AccountProblem } from './account-problem.js';
import { NewPassword } from './new-password.js';

interface Typed {
  current: string;
  next: string;
}

/** Changes one's own password. */
export function ChangePassword() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Typed>();
  const change = useMutation({
    mutationFn: ({ current, next }: Typed) => post(apiPath(['me', 'password']), { current, next }),
    onSuccess: () => {
      form.resetFields();
      return client.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
  return (
    <Form form={form} layout="vertical" onFinish={(typed) => change.mutate(typed)} requiredMark={false}>
      <Form.Item
        name="current"
        label={t('account.currentPassword')}
        rules={[{ required: true, message: t('signIn.passwordEmpty') }]}
      >
        <Input.Password autoComplete="current-password" maxLength={128} />
      </Form.Item>
      <NewPassword />
      <AccountProblem error={change.error} />
      {change.isSuccess && <Alert type="success" showIcon role="status" title={t('account.passwordChanged')} />}
      <Button type="primary" htmlType="submit" loading={change.isPending} data-testid="change-password">
        {t('account.changePassword')}
      </Button>
    </Form>
  );
}

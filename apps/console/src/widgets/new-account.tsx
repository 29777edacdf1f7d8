import { type AccountView, type Role, roles } from '@tillwatch/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { DatePicker, Form, Input, Modal, Segmented, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { apiPath, post } from '../api.js';
import { accountsQuery } from '../queries.js';
import { AccountProblem } from './account-problem.js';

interface Typed {
  username: string;
  name: string;
  kind: AccountView['kind'];
  roles?: Role[];
  stores?: string[];
  merchants?: string[];
  until?: Dayjs | null;
}

const people = roles.filter((role) => role !== 'terminal');

/** Makes an account; a person then gets a setup link, a machine a token. */
export function NewAccount({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Typed>();
  const kind = Form.useWatch('kind', form) ?? 'person';
  const create = useMutation({
    mutationFn: (typed: Typed) => post<AccountView>(apiPath(['accounts']), bodyOf(typed)),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: accountsQuery.queryKey });
    },
  });
  return (
    <Modal
      open
      title={t('account.create')}
      okText={t('account.create')}
      cancelText={t('account.cancel')}
      okButtonProps={{ loading: create.isPending, htmlType: 'submit', form: 'new-account' }}
      onCancel={onClose}
      data-testid="new-account-dialog"
    >
      <Form
        id="new-account"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'person' }}
        onFinish={(typed) => create.mutate(typed)}
      >
        <Form.Item name="kind" label={t('account.kind')}>
          <Segmented
            options={(['person', 'machine'] as const).map((value) => ({ value, label: t(`account.${value}`) }))}
          />
        </Form.Item>
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
          <Input autoFocus autoComplete="off" spellCheck={false} maxLength={64} />
        </Form.Item>
        <Form.Item name="name" label={t('account.name')} rules={[{ required: true, whitespace: true, message: '' }]}>
          <Input autoComplete="off" maxLength={256} />
        </Form.Item>
        <Grant kind={kind} />
        {kind === 'person' && <p className="quiet">{t('account.createHint')}</p>}
        <AccountProblem error={create.error} />
      </Form>
    </Modal>
  );
}

/** What it may do, where, and until when. */
function Grant({ kind }: { kind: AccountView['kind'] }) {
  const { t } = useTranslation();
  return (
    <>
      {kind === 'person' && (
        <Form.Item name="roles" label={t('account.roles')} rules={[{ required: true, message: '' }]}>
          <Select
            mode="multiple"
            data-testid="account-roles"
            options={people.map((value) => ({ value, label: t(`role.${value}`) }))}
          />
        </Form.Item>
      )}
      <Form.Item name="stores" label={t('account.stores')} extra={t('account.allStores')}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ' ']} />
      </Form.Item>
      <Form.Item name="merchants" label={t('account.merchants')} extra={t('account.merchantsHint')}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ' ']} />
      </Form.Item>
      <Form.Item name="until" label={t('account.until')}>
        <DatePicker />
      </Form.Item>
    </>
  );
}

function bodyOf({ stores, merchants, until, roles: chosen, kind, ...typed }: Typed): object {
  return {
    ...typed,
    kind,
    roles: kind === 'machine' ? ['terminal'] : chosen,
    ...(stores && stores.length > 0 && { stores }),
    ...(merchants && merchants.length > 0 && { merchants }),
    ...(until && { until: until.endOf('day').toISOString() }),
  };
}

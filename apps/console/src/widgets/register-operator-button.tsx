import type { OperatorCommandAnswer, ScopeClass } from '@tillwatch/api';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { apiPath } from '../api.js';
import { entityPath } from './entity-link.js';
import { Offer } from './offer.js';
import { Refusal } from './refusal.js';
import { ScopeSelect, storesOf } from './scope-select.js';
import { useCommand } from './use-command.js';

interface Facts {
  id: string;
  name?: string;
  role: string;
  scopeClass: ScopeClass;
  stores?: string;
}

/** Enters an operator in the register; one that terminals told of already has its `id` given. */
export function RegisterOperatorButton({ id }: { id?: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const register = useCommand<OperatorCommandAnswer>((answer) => {
    setOpen(false);
    if (id === undefined) void navigate(entityPath('operator', answer.id));
  });
  const submit = ({ name = '', stores = '', ...facts }: Facts) => {
    const more = name.trim() ? { name: name.trim() } : {};
    register.mutate({ path: apiPath(['operators']), body: { ...facts, ...more, stores: storesOf(stores) } });
  };
  const needed = [{ required: true, whitespace: true, message: t('control.reasonMissing') }];
  return (
    <Offer to={apiPath(['operators'])}>
      <Button type="primary" onClick={() => setOpen(true)} data-testid="register">
        {t('register.add')}
      </Button>
      <Modal
        open={open}
        title={t('register.add')}
        okText={t('register.add')}
        cancelText={t('control.cancel')}
        okButtonProps={{ loading: register.isPending, htmlType: 'submit', form: 'register' }}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <Form<Facts> id="register" layout="vertical" onFinish={submit} requiredMark={false} initialValues={{ id }}>
          <Form.Item name="id" label={t('register.id')} rules={needed}>
            <Input maxLength={256} disabled={id !== undefined} />
          </Form.Item>
          <Form.Item name="name" label={t('register.name')}>
            <Input maxLength={256} />
          </Form.Item>
          <Form.Item name="role" label={t('register.role')} rules={needed}>
            <Input maxLength={128} />
          </Form.Item>
          <Form.Item name="scopeClass" label={t('register.scopeClass')} rules={needed}>
            <ScopeSelect />
          </Form.Item>
          <Form.Item name="stores" label={t('register.stores')} extra={t('register.storesHint')}>
            <Input />
          </Form.Item>
          <Refusal error={register.error} />
        </Form>
      </Modal>
    </Offer>
  );
}

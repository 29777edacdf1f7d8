import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { apiPath } from '../api.js';
import { entityPath } from './entity-link.js';
import { Offer } from './offer.js';

const terminalId = /^[A-Za-z0-9._-]{1,64}$/;

/** The way to the page of a terminal that no list has yet, because it was never heard of. */
export function EnrolButton() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  return (
    <Offer to={apiPath(['terminals', 'any', 'enrolment-codes'])}>
      <Button onClick={() => setOpen(true)} data-testid="enrol">
        {t('control.enrol')}
      </Button>
      <Modal
        open={open}
        title={t('control.enrol')}
        okText={t('control.next')}
        cancelText={t('control.cancel')}
        okButtonProps={{ htmlType: 'submit', form: 'enrol' }}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <Form
          id="enrol"
          layout="vertical"
          requiredMark={false}
          onFinish={({ id }: { id: string }) => void navigate(entityPath('terminal', id))}
        >
          <p>{t('control.enrolAsk')}</p>
          <Form.Item
            name="id"
            label={t('terminals.terminal')}
            rules={[{ required: true, pattern: terminalId, message: t('control.enrolMalformed') }]}
          >
            <Input autoFocus autoComplete="off" spellCheck={false} />
          </Form.Item>
        </Form>
      </Modal>
    </Offer>
  );
}

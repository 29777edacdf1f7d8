import { Alert, Form, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api.js';

const maxReasonCharacters = 500;

/**
 * Asks before something that cannot be taken back, and for the reason where one is kept. What failed is said in the
 * dialog, which stays open with what was typed.
 */
export function ConfirmDialog(props: {
  title: string;
  ask: string;
  confirm: string;
  danger?: boolean;
  /** Without one, no reason is asked for. */
  withReason?: boolean;
  children?: ReactNode;
  onConfirm: (reason: string) => Promise<void>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  async function confirm({ reason = '' }: { reason?: string }): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      await props.onConfirm(reason.trim());
    } catch (cause) {
      setError(cause);
    }
    setBusy(false);
  }

  return (
    <Modal
      open
      title={props.title}
      okText={props.confirm}
      cancelText={t('control.cancel')}
      okButtonProps={{ danger: props.danger ?? false, loading: busy, htmlType: 'submit', form: 'confirm' }}
      onCancel={props.onClose}
      destroyOnHidden
      data-testid="confirm-dialog"
    >
      <Form id="confirm" form={form} layout="vertical" onFinish={confirm} requiredMark={false}>
        <p>{props.ask}</p>
        {props.withReason && (
          <Form.Item
            name="reason"
            label={t('control.reason')}
            extra={t('control.reasonHint')}
            rules={[{ required: true, whitespace: true, message: t('control.reasonMissing') }]}
          >
            <Input.TextArea autoFocus rows={3} maxLength={maxReasonCharacters} />
          </Form.Item>
        )}
        {props.children}
        {error !== undefined && <Failed error={error} />}
      </Form>
    </Modal>
  );
}

function Failed({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const code = error instanceof ApiError ? `${error.status} ${error.code}` : String(error);
  return (
    <Alert type="error" showIcon role="alert" title={`${t('control.failed')} · ${t('state.details', { code })}`} />
  );
}

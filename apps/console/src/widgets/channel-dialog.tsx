import type { NotificationChannelView } from '@tillwatch/api';
import { Alert, Form, Modal, type FormInstance } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { channelBody, type ChannelForm, formOf } from '../channel-request.js';
import { command, CommandError } from '../command.js';
import { ChannelFields } from './channel-fields.js';

const usual: Partial<ChannelForm> = { kind: 'webhook', minimumSeverity: 'medium', language: 'both' };

interface DialogProps {
  channel: NotificationChannelView | undefined;
  onClose: () => void;
  onSaved: () => Promise<void>;
}

/** Creates a channel, or changes the one given. What is refused is said at its field, and what was typed stays. */
export function ChannelDialog(props: DialogProps) {
  const { t } = useTranslation();
  const { channel } = props;
  const [form] = Form.useForm<ChannelForm>();
  const { save, busy, problem } = useSave(form, props);
  return (
    <Modal
      open
      title={channel ? t('notify.edit') : t('notify.create')}
      okText={t('notify.save')}
      cancelText={t('notify.cancel')}
      okButtonProps={{ loading: busy, htmlType: 'submit', form: 'channel' }}
      onCancel={props.onClose}
      width={560}
      data-testid="channel-dialog"
    >
      <Form
        id="channel"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={channel ? formOf(channel) : usual}
        onFinish={save}
      >
        <ChannelFields channel={channel} />
        {problem && <Alert type="error" showIcon role="alert" title={problem} />}
      </Form>
    </Modal>
  );
}

function useSave(form: FormInstance<ChannelForm>, { channel, onSaved }: DialogProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function save(values: ChannelForm): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      const body = channelBody(values, channel?.enabled ?? true);
      if (channel) await command('PUT', apiPath(['notification-channels', channel.id]), body);
      else await command('POST', apiPath(['notification-channels']), body);
      await onSaved();
    } catch (error) {
      tell(error);
      setBusy(false);
    }
  }

  function tell(error: unknown): void {
    const { code = '', path = '', status = 0 } = error instanceof CommandError ? error : {};
    const field = path.slice(1).split('/');
    const isField = field[0] === 'name' || field[0] === 'target';
    if (code === 'name-taken') form.setFields([{ name: 'name', errors: [t('notify.nameTaken')] }]);
    else if (code === 'parameter-invalid' && isField) {
      form.setFields([{ name: field as never, errors: [t('notify.invalid')] }]);
    } else if (code === 'limit-reached') setProblem(t('notify.limitReached'));
    else setProblem(t(status === 0 ? 'state.unreachable' : 'notify.failed'));
  }

  return { save, busy, problem };
}

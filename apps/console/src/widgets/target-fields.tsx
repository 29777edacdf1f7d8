import type { ChannelKind } from '@tillwatch/api';
import { Button, Form, Input, InputNumber, Select, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { newSigningSecret, type TargetField, targetFields } from '../channel-request.js';

/** The fields of one kind of channel. `known`: secrets that are set already, which may be left empty. */
export function TargetFields({ kind, known }: { kind: ChannelKind; known: readonly string[] }) {
  const { t } = useTranslation();
  return targetFields[kind].map(({ field, secret, optional }) => {
    const isKnown = secret === true && known.includes(field);
    return (
      <Form.Item
        key={`${kind}-${field}`}
        name={['target', field]}
        label={t(`notify.fields.${field}`)}
        extra={<Hint kind={kind} field={field} known={isKnown} />}
        rules={optional || isKnown ? [] : [{ required: true, message: t('notify.required') }]}
      >
        <FieldInput kind={kind} field={field} />
      </Form.Item>
    );
  });
}

function Hint({ kind, field, known }: { kind: ChannelKind; field: TargetField; known: boolean }) {
  const { t } = useTranslation();
  const isBot = kind !== 'webhook';
  const hint = (): string | undefined => {
    if (field === 'url') return t(isBot ? 'notify.hints.botUrl' : 'notify.hints.url');
    if (field === 'signingSecret') return t(isBot ? 'notify.hints.botSecret' : 'notify.hints.signingSecret');
    if (field === 'to' || field === 'host' || field === 'port') return t(`notify.hints.${field}`);
    return undefined;
  };
  return [hint(), known ? t('notify.hints.kept') : undefined].filter(Boolean).join(' ');
}

/** antd hands the field's value, its change handler and its id to the input inside. */
interface FieldProps {
  id?: string;
  value?: never;
  onChange?: (value: unknown) => void;
}

function FieldInput({ kind, field, ...bound }: { kind: ChannelKind; field: TargetField } & FieldProps) {
  if (field === 'to')
    return <Select mode="tags" open={false} suffixIcon={null} maxCount={10} tokenSeparators={[',', ' ']} {...bound} />;
  if (field === 'port') return <InputNumber min={1} max={65_535} style={{ width: '100%' }} {...bound} />;
  if (field === 'transport') return <Select options={choices(['tls', 'tcp', 'udp'])} {...bound} />;
  if (field === 'format') return <Select options={choices(['cef', 'ocsf'])} {...bound} />;
  if (field === 'signingSecret' && kind === 'webhook') return <SecretInput {...bound} />;
  return <Input autoComplete="off" spellCheck={false} maxLength={2_048} {...bound} />;
}

const choices = (values: string[]) => values.map((value) => ({ value, label: value.toUpperCase() }));

/** Shown as it is typed or made: it has to be given to the receiver, and this is the last time anybody sees it. */
function SecretInput({ onChange, ...bound }: FieldProps) {
  const { t } = useTranslation();
  return (
    <Space.Compact block>
      <Input
        autoComplete="off"
        spellCheck={false}
        maxLength={128}
        {...bound}
        onChange={(event) => onChange?.(event.target.value)}
      />
      <Button onClick={() => onChange?.(newSigningSecret())}>{t('notify.generate')}</Button>
    </Space.Compact>
  );
}

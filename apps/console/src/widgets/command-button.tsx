import { Button, Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Offer } from './offer.js';
import { PhotoDigests } from './photo-digests.js';
import { Refusal } from './refusal.js';
import { useCommand } from './use-command.js';

export interface CommandField {
  name: string;
  label: string;
  kind?: 'area' | 'number' | 'choice' | 'check' | 'instant' | 'day' | 'photos';
  choices?: { value: string; label: string }[];
  optional?: boolean;
  initial?: string | number | boolean;
  hint?: string;
  /** Characters, where it is not what such fields take otherwise. */
  max?: number;
}

export type FieldValues = Record<string, unknown>;

/** A button that asks for what a command needs, and gives it. What failed is said in the dialog, which stays open. */
export function CommandButton<Answer = void>(props: {
  label: string;
  /** Where it is given; by what was typed, when that says of which thing it is. */
  path: string | ((values: FieldValues) => string);
  fields: readonly CommandField[];
  /** What is sent, of what was typed; default as it is, without what was left empty. */
  body?: (values: FieldValues) => object;
  ask?: string;
  /** What the dialog's button says; default: save. */
  confirm?: string;
  danger?: boolean;
  primary?: boolean;
  /** In a line of text. */
  inline?: boolean;
  testId: string;
  onDone?: (answer: Answer, values: FieldValues) => void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<FieldValues>();
  const give = useCommand<Answer>(() => setOpen(false));
  const pathFor = (values: FieldValues) => (typeof props.path === 'string' ? props.path : props.path(values));
  const { body = (values) => values, danger = false } = props;
  const submit = (typed: FieldValues) => {
    const values = given(typed, props.fields);
    give.mutate(
      { path: pathFor(values), body: body(values) },
      { onSuccess: (answer) => props.onDone?.(answer, values) },
    );
  };
  return (
    <Offer to={pathFor({})}>
      <Button
        danger={danger}
        type={props.primary ? 'primary' : props.inline ? 'link' : 'default'}
        size={props.inline ? 'small' : 'middle'}
        onClick={() => (give.reset(), setOpen(true))}
        data-testid={props.testId}
      >
        {props.label}
      </Button>
      {open && (
        <Modal
          open
          title={props.label}
          okText={props.confirm ?? t('registry.save')}
          cancelText={t('control.cancel')}
          okButtonProps={{ danger, loading: give.isPending, htmlType: 'submit', form: props.testId }}
          onCancel={() => setOpen(false)}
          destroyOnHidden
        >
          <Form id={props.testId} form={form} layout="vertical" onFinish={submit} requiredMark={false}>
            {props.ask && <p>{props.ask}</p>}
            {props.fields.map((field) => (
              <Field key={field.name} field={field} />
            ))}
            <Refusal error={give.error} />
          </Form>
        </Modal>
      )}
    </Offer>
  );
}

function Field({ field }: { field: CommandField }) {
  const { name, label, optional = false, initial, kind, hint } = field;
  const isCheck = kind === 'check';
  return (
    <Form.Item
      name={name}
      label={isCheck ? undefined : label}
      extra={hint}
      initialValue={initial}
      valuePropName={isCheck ? 'checked' : 'value'}
      rules={optional || isCheck ? [] : [{ required: true, message: label }]}
    >
      {inputOf(field)}
    </Form.Item>
  );
}

function inputOf({ kind, label, choices, max }: CommandField) {
  switch (kind) {
    case 'area':
      return <Input.TextArea rows={2} maxLength={max ?? 2_000} />;
    case 'number':
      return <InputNumber min={1} max={366} />;
    case 'choice':
      return <Select options={choices ?? []} aria-label={label} />;
    case 'check':
      return <Checkbox>{label}</Checkbox>;
    case 'instant':
      return <Input type="datetime-local" step={1} />;
    case 'day':
      return <Input type="date" />;
    case 'photos':
      return <PhotoDigests />;
    default:
      return <Input autoComplete="off" spellCheck={false} maxLength={256} />;
  }
}

/** Without what was left empty; times as the API has them. */
function given(typed: FieldValues, fields: readonly CommandField[]): FieldValues {
  const values = fields.map(({ name, kind }) => {
    const value = typeof typed[name] === 'string' ? (typed[name] as string).trim() : typed[name];
    return [name, kind === 'instant' && value ? new Date(value as string).toISOString() : value] as const;
  });
  return Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== ''));
}

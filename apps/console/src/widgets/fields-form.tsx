import { Button, Input, Select } from 'antd';
import { useState, type ReactNode } from 'react';

export interface FormField {
  name: string;
  label: string;
  /** Default a line of text; `time` is a local time, given on as RFC 3339. */
  kind?: 'text' | 'area' | 'choice' | 'time';
  choices?: { value: string; label: string }[];
  required?: boolean;
  initial?: string;
  hint?: string;
  max?: number;
}

const longestLine = 128;
const longestArea = 2_000;

/** A few fields and the button that hands on those that were filled in, trimmed; it waits for those that are required. */
export function FieldsForm(props: {
  fields: FormField[];
  submit: string;
  busy: boolean;
  danger?: boolean;
  testId: string;
  children?: ReactNode;
  onSubmit: (values: Record<string, string>) => void;
}) {
  const { fields } = props;
  const [typed, setTyped] = useState<Record<string, string>>({});
  const valueOf = ({ name, initial = '' }: FormField) => typed[name] ?? initial;
  const isComplete = fields.every((field) => !field.required || valueOf(field).trim() !== '');
  const submit = () => {
    const given = fields.map((field) => [field.name, handedOn(field, valueOf(field).trim())] as const);
    props.onSubmit(Object.fromEntries(given.filter(([, value]) => value !== '')));
  };
  return (
    <form
      className="fields-form"
      data-testid={props.testId}
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete && !props.busy) submit();
      }}
    >
      <div className="form-columns">
        {fields.map((field) => (
          <label key={field.name} className={field.kind === 'area' ? 'field-wide' : undefined}>
            <span className="quiet">
              {field.label}
              {field.required && ' *'}
            </span>
            <FieldInput
              field={field}
              value={valueOf(field)}
              onChange={(value) => setTyped((old) => ({ ...old, [field.name]: value }))}
            />
          </label>
        ))}
      </div>
      {props.children}
      <div className="actions">
        <Button type="primary" htmlType="submit" danger={props.danger ?? false} disabled={props.busy || !isComplete}>
          {props.submit}
        </Button>
      </div>
    </form>
  );
}

function FieldInput({
  field,
  value,
  onChange,
}: {
  field: FormField;
  value: string;
  onChange: (value: string) => void;
}) {
  const { label, kind, hint } = field;
  if (kind === 'choice') {
    return (
      <Select
        value={value || undefined}
        onChange={(chosen: string) => onChange(chosen)}
        options={field.choices ?? []}
        aria-label={label}
        placeholder={hint ?? label}
        data-testid={`field-${field.name}`}
        className="field-full"
      />
    );
  }
  const same = { value, 'aria-label': label, placeholder: hint ?? '' };
  if (kind === 'area') {
    return (
      <Input.TextArea
        {...same}
        onChange={(event) => onChange(event.target.value)}
        maxLength={longestArea}
        autoSize={{ minRows: 2, maxRows: 6 }}
      />
    );
  }
  return (
    <Input
      {...same}
      type={kind === 'time' ? 'datetime-local' : 'text'}
      maxLength={field.max ?? longestLine}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function handedOn({ kind }: FormField, value: string): string {
  return kind === 'time' && value !== '' ? new Date(value).toISOString() : value;
}

/** What a `time` field shows for an instant: the viewer's own time, to the minute. */
export function localTime(ms: number): string {
  const offsetMs = new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - offsetMs).toISOString().slice(0, 16);
}

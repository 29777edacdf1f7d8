import { Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

const typingPauseMs = 350;

/** A text filter that waits until the typing pauses. */
export function TextFilter(props: {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  testId: string;
  wide?: boolean;
}) {
  const [text, setText] = useState(props.value ?? '');
  const { value = '', onChange } = props;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => onChange(text.trim() || undefined), typingPauseMs);
    return () => clearTimeout(timer);
    // The callback is new on every draw; only what was typed matters.
  }, [text]);
  return (
    <Input
      allowClear
      value={text}
      onChange={(event) => setText(event.target.value)}
      placeholder={props.label}
      aria-label={props.label}
      data-testid={props.testId}
      maxLength={200}
      className={props.wide ? 'filter-wide' : 'filter'}
    />
  );
}

/** A choice among few values, or all of them. */
export function ChoiceFilter<Value extends string>(props: {
  label: string;
  value: string | undefined;
  choices: { value: Value; label: string }[];
  onChange: (value: Value | undefined) => void;
  testId: string;
  wide?: boolean;
  /** There is no "all of them". */
  always?: boolean;
}) {
  const { t } = useTranslation();
  const known = props.choices.find(({ value }) => value === props.value)?.value;
  return (
    <Select<Value>
      allowClear={!props.always}
      value={known}
      options={props.choices}
      onChange={(value: Value | undefined) => props.onChange(value)}
      placeholder={`${props.label}: ${t('alerts.any')}`}
      aria-label={props.label}
      data-testid={props.testId}
      className={props.wide ? 'filter-wide' : 'filter'}
      popupMatchSelectWidth={false}
    />
  );
}

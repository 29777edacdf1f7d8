import { Button, DatePicker, Progress } from 'antd';
import type { BacktestProgress } from '@tillwatch/api';
import dayjs, { type Dayjs } from 'dayjs';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface PastRange {
  from: string;
  to: string;
}

/** A range of the past, the last week at first, and what starts a run over it. */
export function PastRangeForm(props: {
  submit: string;
  running: boolean;
  /** More than the range is needed and not there yet. */
  waits?: boolean;
  onRun: (range: PastRange) => void;
  onCancel: () => void;
  onChange?: () => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const [from, setFrom] = useState<Dayjs | null>(() => dayjs().subtract(7, 'day').startOf('day'));
  const [to, setTo] = useState<Dayjs | null>(() => dayjs().add(1, 'day').startOf('day'));
  const range = from && to && from.isBefore(to) ? { from: from.toISOString(), to: to.toISOString() } : undefined;
  const field = (label: string, value: Dayjs | null, set: (value: Dayjs | null) => void) => (
    <DatePicker
      showTime
      value={value}
      onChange={(chosen) => {
        set(chosen);
        props.onChange?.();
      }}
      placeholder={label}
      aria-label={label}
    />
  );
  return (
    <form
      className="actions"
      onSubmit={(event) => {
        event.preventDefault();
        if (range) props.onRun(range);
      }}
    >
      {field(t('backtest.from'), from, setFrom)}
      {field(t('backtest.to'), to, setTo)}
      {props.children}
      <Button htmlType="submit" type="primary" disabled={!range || props.running || props.waits === true}>
        {props.submit}
      </Button>
      {props.running && <Button onClick={props.onCancel}>{t('backtest.cancel')}</Button>}
    </form>
  );
}

/** How far a run is. */
export function RunProgress({ progress }: { progress: BacktestProgress | undefined }) {
  const { t } = useTranslation();
  const { keys = 0, keysDone = 0, events = 0, findings = 0 } = progress ?? {};
  return (
    <div role="status">
      <Progress percent={keys === 0 ? 0 : Math.round((100 * keysDone) / keys)} size="small" />
      <p className="quiet">{t('backtest.progress', { events, findings })}</p>
    </div>
  );
}

import { Button, Card, DatePicker, Progress } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BacktestResult } from './backtest-result.js';
import { Refusal } from './refusal.js';
import { useBacktest, type BacktestState } from './use-backtest.js';

/** Thresholds a person can look at; rules that do not count leave them out of their answer. */
const thresholds = Array.from({ length: 18 }, (_, index) => index + 3);

/** Tries a rule on a past range: what it would have found, beside what was told then. */
export function BacktestCard({ rule }: { rule: string }) {
  const { t } = useTranslation();
  const { state, run, cancel } = useBacktest(rule);
  const [from, setFrom] = useState<Dayjs | null>(() => dayjs().subtract(7, 'day').startOf('day'));
  const [to, setTo] = useState<Dayjs | null>(() => dayjs().add(1, 'day').startOf('day'));
  const order = from && to && from.isBefore(to) ? { from: from.toISOString(), to: to.toISOString() } : undefined;
  return (
    <Card
      size="small"
      title={t('backtest.title')}
      extra={<span className="quiet">{t('backtest.hint')}</span>}
      data-testid="backtest"
    >
      <form
        className="actions"
        onSubmit={(event) => {
          event.preventDefault();
          if (order) void run({ ...order, thresholds });
        }}
      >
        <DatePicker
          showTime
          value={from}
          onChange={setFrom}
          placeholder={t('backtest.from')}
          aria-label={t('backtest.from')}
        />
        <DatePicker showTime value={to} onChange={setTo} placeholder={t('backtest.to')} aria-label={t('backtest.to')} />
        <Button htmlType="submit" type="primary" disabled={!order || state.running}>
          {t('backtest.run')}
        </Button>
        {state.running && <Button onClick={cancel}>{t('backtest.cancel')}</Button>}
      </form>
      {state.running && <Running state={state} />}
      <Refusal error={state.error ?? null} />
      {state.summary && <BacktestResult state={state} summary={state.summary} />}
    </Card>
  );
}

function Running({ state: { progress } }: { state: BacktestState }) {
  const { t } = useTranslation();
  const { keys = 0, keysDone = 0, events = 0, findings = 0 } = progress ?? {};
  return (
    <div role="status">
      <Progress percent={keys === 0 ? 0 : Math.round((100 * keysDone) / keys)} size="small" />
      <p className="quiet">{t('backtest.progress', { events, findings })}</p>
    </div>
  );
}

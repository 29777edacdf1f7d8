import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { BacktestResult } from './backtest-result.js';
import { PastRangeForm, RunProgress } from './past-range.js';
import { Refusal } from './refusal.js';
import { RuleFaults } from './rule-faults.js';
import { useBacktest } from './use-backtest.js';

/** Thresholds a person can look at; rules that do not count leave them out of their answer. */
const thresholds = Array.from({ length: 18 }, (_, index) => index + 3);

/**
 * Tries a rule on a past range: what it would have found, beside what was told then. `sigma`: the text of one that is not in
 * force; `onLine` shows a line of it.
 */
export function BacktestCard(props: { path: string; sigma?: string; onLine?: (line: number) => void }) {
  const { t } = useTranslation();
  const { sigma } = props;
  const { state, run, cancel } = useBacktest();
  const { result } = state;
  return (
    <Card
      size="small"
      title={t('backtest.title')}
      extra={<span className="quiet">{t('backtest.hint')}</span>}
      data-testid="backtest"
    >
      <PastRangeForm
        submit={t('backtest.run')}
        running={state.running}
        waits={sigma?.trim() === ''}
        onRun={(range) => void run(props.path, { ...range, thresholds, ...(sigma !== undefined && { sigma }) })}
        onCancel={cancel}
      />
      {state.running && <RunProgress progress={state.progress} />}
      <Refusal error={state.error ?? null} />
      <RuleFaults error={state.error} {...(props.onLine && { onLine: props.onLine })} />
      {result?.summary && <BacktestResult found={result} summary={result.summary} />}
    </Card>
  );
}

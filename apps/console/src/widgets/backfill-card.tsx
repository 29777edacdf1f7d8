import type { BackfillLine, BackfillSummary, RuleView } from '@tillwatch/api';
import { Alert, App, Button, Card, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiPath, newCommandId } from '../api.js';
import { KeyLink } from './entity-link.js';
import { Instant } from './instant.js';
import { PastRangeForm, RunProgress, type PastRange } from './past-range.js';
import { Refusal } from './refusal.js';
import { SeverityTag } from './tags.js';
import { useBacktest } from './use-backtest.js';
import { useRun } from './use-run.js';

type Raised = Extract<BackfillLine, { raised: unknown }>['raised'];

interface Backfilled {
  raised: Raised[];
  summary?: BackfillSummary;
}

/** Alerts that are listed; the summary counts the rest. */
const maxRows = 200;

/** Judges the past again: first it counts what nobody was told of, then, with a reason, it raises that. */
export function BackfillCard({ rule }: { rule: RuleView }) {
  const { t } = useTranslation();
  const [range, setRange] = useState<PastRange>();
  const count = useBacktest();
  const order = useRun<BackfillLine, Backfilled>(
    () => ({ raised: [] }),
    (done, line) => {
      if ('summary' in line) done.summary = line.summary;
      else if ('raised' in line && done.raised.length < maxRows) done.raised.push(line.raised);
    },
  );
  const untold = count.state.result?.summary?.told.nobody;
  const running = count.state.running || order.state.running;
  const path = (what: string) => apiPath(['rules', rule.id, what]);
  const again = () => {
    count.reset();
    order.reset();
  };
  const raise = (reason: string) => {
    count.reset();
    void order.run(path('backfill'), { ...range, reason, commandId: newCommandId() });
  };
  const { progress } = order.state.running ? order.state : count.state;
  return (
    <Card
      size="small"
      title={t('backfill.title')}
      extra={<span className="quiet">{t('backfill.hint')}</span>}
      data-testid="backfill"
    >
      <PastRangeForm
        submit={t('backfill.count')}
        running={running}
        onChange={again}
        onRun={(wanted) => {
          again();
          setRange(wanted);
          void count.run(path('backtest'), wanted);
        }}
        onCancel={order.state.running ? order.cancel : count.cancel}
      />
      {running && <RunProgress progress={progress} />}
      <Refusal error={count.state.error ?? order.state.error ?? null} />
      {untold !== undefined && <p data-testid="backfill-count">{t('backfill.untold', { count: untold })}</p>}
      {untold !== undefined && untold > 0 && <Raise count={untold} onRaise={raise} />}
      {order.state.result?.summary && <Done done={order.state.result} summary={order.state.result.summary} />}
    </Card>
  );
}

function Raise({ count, onRaise }: { count: number; onRaise: (reason: string) => void }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const [reason, setReason] = useState('');
  const ask = () =>
    void modal.confirm({
      title: t('backfill.sure', { count }),
      content: t('backfill.consequence'),
      okText: t('backfill.raise', { count }),
      cancelText: t('control.cancel'),
      onOk: () => onRaise(reason.trim()),
    });
  return (
    <div className="actions">
      <Input
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        aria-label={t('backfill.reason')}
        placeholder={t('backfill.reason')}
        maxLength={2_000}
        className="filter-range"
      />
      <Button danger onClick={ask} disabled={reason.trim() === ''}>
        {t('backfill.raise', { count })}
      </Button>
    </div>
  );
}

function Done({ done: { raised }, summary }: { done: Backfilled; summary: BackfillSummary }) {
  const { t } = useTranslation();
  return (
    <div data-testid="backfill-done">
      <Alert
        type="success"
        showIcon
        role="status"
        title={t('backfill.done', { count: summary.raised })}
        description={t('backfill.others', { known: summary.known, held: summary.held })}
      />
      <ul>
        {raised.map(({ id, severity, key, firstAt }) => (
          <li key={id} className="stage-change">
            <SeverityTag severity={severity} /> <KeyLink alertKey={key} />{' '}
            <Link to={`/alerts/${encodeURIComponent(id)}`}>{t('backtest.openAlert')}</Link> <Instant at={firstAt} />
          </li>
        ))}
      </ul>
    </div>
  );
}

import type { AlertExplanation, ExplanationStep, RuleLimits } from '@tillwatch/api';
import { Table, type TableColumnsType, Tag } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useLanguage, useWords } from '../i18n/use-language.js';
import { localTime } from '../text/time.js';
import { EntityLink } from './entity-link.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { Nothing } from './query-state.js';

type Explained = Pick<AlertExplanation, 'key' | 'steps' | 'truncated' | 'fired'>;

/** What a rule saw, event by event, with its own account after each. */
export function ExplanationSteps({ explanation: { key, steps, truncated, fired } }: { explanation: Explained }) {
  const { t } = useTranslation();
  const columns = useStepColumns(key);
  return (
    <>
      {steps.length > 0 && (
        <Table<ExplanationStep>
          size="small"
          rowKey={({ event }) => event.position}
          aria-label={t('explain.steps')}
          columns={columns}
          dataSource={steps}
          pagination={steps.length > 20 ? { pageSize: 20, size: 'small', showSizeChanger: false } : false}
          scroll={{ x: 980 }}
          rowClassName={({ event }) => (event.id === fired?.eventId ? 'step-fired' : '')}
          onRow={() => ({ 'data-testid': 'step-row' }) as React.HTMLAttributes<HTMLElement>}
          locale={{ emptyText: <Nothing text={t('explain.none')} /> }}
        />
      )}
      {truncated && <p className="quiet">{t('explain.truncated')}</p>}
    </>
  );
}

/** `5 within 10 min (Medium), or 10 within 10 min (High)`; nothing for a rule that does not count. */
export function saidLimits({ tiers }: RuleLimits, t: TFunction, duration: (ms: number) => string): string {
  return tiers
    .map(({ count, windowMs, severity }) =>
      t('explain.tier', { count, window: duration(windowMs), severity: t(`severity.${severity}`) }),
    ) // prettier-ignore
    .join(t('explain.or'));
}

function useStepColumns(key: string): TableColumnsType<ExplanationStep> {
  const { t } = useTranslation();
  const words = useWords();
  const { side } = useLanguage();
  const byTerminal = key.startsWith('terminal:');
  return [
    { title: t('timeline.corrected'), key: 'at', render: (_, { event }) => <Instant at={event.at} /> },
    {
      title: t('timeline.claimed'),
      key: 'time',
      render: (_, { event }) => <span className="instant">{localTime(event.time)}</span>,
    },
    { title: t('timeline.recorded'), key: 'recorded', render: (_, { event }) => <Instant at={event.recordedAt} /> },
    {
      title: t('explain.event'),
      key: 'event',
      render: (_, { event }) => words('event', event.name) ?? <OutsideText text={event.name} />,
    },
    {
      title: t(byTerminal ? 'alerts.operator' : 'alerts.terminal'),
      key: 'who',
      render: (_, { event }) =>
        byTerminal ? (
          <EntityLink kind="operator" id={event.operatorId} />
        ) : (
          <EntityLink kind="terminal" id={event.terminalId} />
        ),
    },
    { title: t('explain.counted'), key: 'counted', render: (_, step) => <Counted step={step} /> },
    { title: t('explain.state'), key: 'state', render: (_, { state }) => state[side] },
  ];
}

function Counted({ step: { counts, outcome } }: { step: ExplanationStep }) {
  const { t } = useTranslation();
  if (outcome === 'opened') return <Tag className="tag evidence-tag">{t('explain.fires')}</Tag>;
  if (counts === undefined) return <span className="quiet">—</span>;
  return counts ? <span>{t('state.yes')}</span> : <span className="quiet">{t('state.no')}</span>;
}

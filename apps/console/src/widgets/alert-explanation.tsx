import type { AlertExplanation, ExplanationStep } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Card, Table, type TableColumnsType, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDuration, useLanguage, useWords } from '../i18n/use-language.js';
import { alertExplanationQuery } from '../queries.js';
import { localTime } from '../text/time.js';
import { EntityLink } from './entity-link.js';
import { FieldList } from './field-list.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { Answer, Nothing } from './query-state.js';
import { SeverityTag } from './tags.js';

/** Why an alert fired: its window, event by event, with the rule's own account after each. */
export function ExplanationCard({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Card
      size="small"
      title={t('explain.title')}
      extra={<span className="quiet">{t('explain.hint')}</span>}
      data-testid="explanation"
    >
      <Answer query={useQuery(alertExplanationQuery(id))} missing={t('state.missing')} rows={4}>
        {(explanation) => <Explained explanation={explanation} />}
      </Answer>
    </Card>
  );
}

function Explained({ explanation }: { explanation: AlertExplanation }) {
  const { t } = useTranslation();
  const { side } = useLanguage();
  const { answer, steps, truncated } = explanation;
  return (
    <>
      <p data-testid="explanation-answer">{answer[side]}</p>
      {steps.length > 0 && <Conditions explanation={explanation} />}
      {steps.length > 0 && (
        <Table<ExplanationStep>
          size="small"
          rowKey={({ event }) => event.position}
          aria-label={t('explain.steps')}
          columns={useStepColumns(explanation)}
          dataSource={steps}
          pagination={steps.length > 20 ? { pageSize: 20, size: 'small', showSizeChanger: false } : false}
          scroll={{ x: 980 }}
          rowClassName={({ event }) => (event.id === explanation.fired?.eventId ? 'step-fired' : '')}
          onRow={() => ({ 'data-testid': 'step-row' }) as React.HTMLAttributes<HTMLElement>}
          locale={{ emptyText: <Nothing text={t('explain.none')} /> }}
        />
      )}
      {truncated && <p className="quiet">{t('explain.truncated')}</p>}
    </>
  );
}

/** What held at the moment it fired. */
function Conditions({ explanation: { fired, limits, ruleVersion } }: { explanation: AlertExplanation }) {
  const { t } = useTranslation();
  const duration = useDuration();
  const tiers = limits?.tiers ?? [];
  const said = tiers.map(({ count, windowMs, severity }) => t('explain.tier', { count, window: duration(windowMs), severity: t(`severity.${severity}`) })); // prettier-ignore
  return (
    <FieldList
      fields={[
        ...(fired
          ? ([
              [t('explain.firedAt'), <Instant at={fired.at} />],
              [t('explain.firedWith'), <FiredWith fired={fired} />],
              [t('explain.recordedAt'), <Instant at={fired.recordedAt} />],
            ] as [string, React.ReactNode][])
          : []),
        ...(said.length > 0
          ? ([[t('explain.limits'), said.join(t('explain.or'))]] as [string, React.ReactNode][])
          : []),
        ...(limits ? ([[t('explain.window'), duration(limits.windowMs)]] as [string, React.ReactNode][]) : []),
        [t('explain.version'), ruleVersion],
      ]}
    />
  );
}

function FiredWith({ fired: { severity, count } }: { fired: NonNullable<AlertExplanation['fired']> }) {
  return (
    <>
      <SeverityTag severity={severity} /> {count}
    </>
  );
}

function useStepColumns({ key }: AlertExplanation): TableColumnsType<ExplanationStep> {
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

import type { AlertExplanation } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDuration, useLanguage } from '../i18n/use-language.js';
import { alertExplanationQuery } from '../queries.js';
import { ExplanationSteps, saidLimits } from './explanation-steps.js';
import { FieldList } from './field-list.js';
import { Instant } from './instant.js';
import { Answer } from './query-state.js';
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
  const { side } = useLanguage();
  const { answer, steps } = explanation;
  return (
    <>
      <p data-testid="explanation-answer">{answer[side]}</p>
      {steps.length > 0 && <Conditions explanation={explanation} />}
      <ExplanationSteps explanation={explanation} />
    </>
  );
}

/** What held at the moment it fired. */
function Conditions({ explanation: { fired, limits, ruleVersion } }: { explanation: AlertExplanation }) {
  const { t } = useTranslation();
  const duration = useDuration();
  const said = limits && saidLimits(limits, t, duration);
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
        ...(said ? ([[t('explain.limits'), said]] as [string, React.ReactNode][]) : []),
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

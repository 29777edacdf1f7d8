import type { AlertView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Alert as Note, Card, Tag, Tooltip } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useLanguage, useWords } from '../i18n/use-language.js';
import { alertQuery } from '../queries.js';
import { AlertActions } from '../widgets/alert-actions.js';
import { ExplanationCard } from '../widgets/alert-explanation.js';
import { AlertHandling } from '../widgets/alert-handling.js';
import { AlertHistory } from '../widgets/alert-history.js';
import { DueBadge, HeldMarks, HeldNotes } from '../widgets/alert-marks.js';
import { EntityLink } from '../widgets/entity-link.js';
import { FactValue } from '../widgets/facts.js';
import { FieldList } from '../widgets/field-list.js';
import { Instant, LateBadge } from '../widgets/instant.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer } from '../widgets/query-state.js';
import { RuleCard } from '../widgets/rule-card.js';
import { SeverityTag, StatusTag } from '../widgets/tags.js';
import { Timeline } from '../widgets/timeline.js';

/** How much of the story before and after the alert is shown. */
const aroundMs = 10 * 60_000;

export function AlertPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const query = useQuery(alertQuery(id));
  return (
    <Answer query={query} missing={t('state.missing')} rows={8}>
      {(alert) => <AlertDetail key={alert.id} alert={alert} />}
    </Answer>
  );
}

function AlertDetail({ alert }: { alert: AlertView }) {
  const { t } = useTranslation();
  const { side } = useLanguage();
  const title = alert.title[side];
  return (
    <>
      <PageHead
        name={title}
        path={<Link to="/alerts">{t('alerts.title')}</Link>}
        extra={
          <span className="badges">
            <SeverityTag severity={alert.severity} />
            <span data-testid="alert-status">
              <StatusTag status={alert.status} />
            </span>
            <DueBadge alert={alert} />
            <HeldMarks alert={alert} />
            {alert.late && <LateBadge lateByMs={alert.lateByMs} />}
            {alert.backfill && (
              <Tooltip title={t('explain.backfillHint')}>
                <Tag className="tag late">{t('explain.backfill')}</Tag>
              </Tooltip>
            )}
          </span>
        }
      >
        <OutsideText text={title} />
      </PageHead>
      {alert.status === 'superseded' && <Superseded by={alert.supersededBy} />}
      {alert.clearedAt !== undefined && <Cleared at={alert.clearedAt} />}
      <HeldNotes alert={alert} />
      <div className="detail-columns">
        <div className="detail-stack">
          <AlertActions alert={alert} />
          <AlertFields alert={alert} />
        </div>
        <RuleCard rule={alert.rule} version={alert.ruleVersion} />
      </div>
      <ExplanationCard id={alert.id} />
      <AlertHistory id={alert.id} />
      <Evidence alert={alert} />
    </>
  );
}

function Superseded({ by }: { by: string | undefined }) {
  const { t } = useTranslation();
  return (
    <Note
      type="info"
      showIcon
      className="history-banner"
      title={by ? t('alerts.supersededBy') : t('alerts.superseded')}
      description={by && <Link to={`/alerts/${encodeURIComponent(by)}`}>{by}</Link>}
    />
  );
}

/** What was overdue is done; the alert is still somebody's to close. */
function Cleared({ at }: { at: string }) {
  const { t } = useTranslation();
  return (
    <Note
      type="success"
      showIcon
      className="history-banner"
      data-testid="alert-cleared"
      title={
        <>
          {t('alerts.cleared')} <Instant at={at} />
        </>
      }
    />
  );
}

function AlertFields({ alert }: { alert: AlertView }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Card size="small" title={t('alerts.alert')}>
      <FieldList
        fields={[
          [t('alerts.operator'), <EntityLink kind="operator" id={alert.operatorId} />],
          [t('alerts.terminal'), <EntityLink kind="terminal" id={alert.terminalId} />],
          [t('alerts.store'), <EntityLink kind="store" id={alert.storeId} />],
          [t('alerts.count'), alert.count],
          [t('alerts.firstAt'), <Instant at={alert.firstAt} />],
          [t('alerts.lastAt'), <Instant at={alert.lastAt} />],
          [t('alerts.raisedAt'), <Instant at={alert.raisedAt} />],
          [t('alerts.id'), <OutsideText text={alert.id} />],
        ]}
      />
      <h3>{t('handling.title')}</h3>
      <AlertHandling alert={alert} />
      {Object.keys(alert.details).length > 0 && (
        <>
          <h3>{t('alerts.details')}</h3>
          <FieldList
            fields={Object.entries(alert.details).map(([name, value]) => [
              words('field', name) ?? <OutsideText text={name} />,
              <FactValue value={value} />,
            ])}
          />
        </>
      )}
    </Card>
  );
}

/** Whose timeline shows the evidence: of a store, and of who acted, those of the terminals where it happened. */
function subjectsOf({ key, operatorId, terminalId, details }: AlertView): ['operators' | 'terminals', string][] {
  if (key.startsWith('operator:') && operatorId !== undefined) return [['operators', operatorId]];
  const named = key.startsWith('terminal:') || !Array.isArray(details['terminals']) ? [] : details['terminals'];
  const terminals = named.filter((id) => typeof id === 'string');
  return [...new Set(terminals.length > 0 ? terminals : [terminalId ?? []].flat())].map((id) => ['terminals', id]);
}

/** The timeline of whom the rule counted by, around the alert, its evidence marked. */
function Evidence({ alert }: { alert: AlertView }) {
  const { t } = useTranslation();
  const evidence = useMemo(() => new Set(alert.evidence), [alert.evidence]);
  const subjects = subjectsOf(alert);
  if (subjects.length === 0) return null;
  const range = {
    from: new Date(Date.parse(alert.firstAt) - aroundMs).toISOString(),
    to: new Date(Date.parse(alert.lastAt) + aroundMs).toISOString(),
  };
  return (
    <Card
      size="small"
      title={t('alerts.evidence')}
      extra={<span className="quiet">{t('alerts.evidenceHint', { count: alert.evidence.length })}</span>}
    >
      {subjects.map(([subject, id]) => (
        <div key={id}>
          {subjects.length > 1 && (
            <h3>
              <EntityLink kind="terminal" id={id} />
            </h3>
          )}
          <Timeline subject={subject} id={id} range={range} evidence={evidence} />
        </div>
      ))}
    </Card>
  );
}

import type { RuleExplanation, RuleView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Card, Input, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useDuration, useLanguage } from '../i18n/use-language.js';
import { rulesQuery } from '../queries.js';
import { whyNotQuery, type Asked } from '../store-queries.js';
import { EntityLink } from './entity-link.js';
import { ExplanationSteps, saidLimits } from './explanation-steps.js';
import { FieldList } from './field-list.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { PastRangeForm } from './past-range.js';
import { Answer } from './query-state.js';
import { SeverityTag, StatusTag } from './tags.js';
import { StageTag } from './rule-tags.js';
import { useMay } from './use-me.js';
import { useSearch } from './use-search.js';

type Grouping = NonNullable<RuleView['groupBy']>;

const parameterOf: Record<Grouping, Asked['about']> = {
  operator: 'operatorId',
  terminal: 'terminalId',
  store: 'storeId',
  actor: 'actor',
};

/** Why a rule fired, or did not, about one of those it counts by. `?about=` of the address is asked at once. */
export function WhyNotCard({ rule, groupBy }: { rule: string; groupBy: Grouping }) {
  const { t } = useTranslation();
  const [{ about = '' }, change] = useSearch(['about']);
  const [id, setId] = useState(about);
  const [asked, setAsked] = useState<Asked>();
  return (
    <Card
      size="small"
      title={t('whyNot.title')}
      extra={<span className="quiet">{t('whyNot.hint')}</span>}
      data-testid="why-not"
    >
      <PastRangeForm
        submit={t('whyNot.ask')}
        running={false}
        waits={id.trim() === ''}
        onRun={(range) => {
          setAsked({ about: parameterOf[groupBy], id: id.trim(), ...range });
          change({ about: id.trim() });
        }}
        onCancel={() => undefined}
      >
        <Input
          value={id}
          onChange={(event) => setId(event.target.value)}
          aria-label={t(`whyNot.about.${groupBy}`)}
          placeholder={t(`whyNot.about.${groupBy}`)}
          maxLength={128}
          className="filter"
        />
      </PastRangeForm>
      {asked && <Explained rule={rule} asked={asked} />}
    </Card>
  );
}

function Explained({ rule, asked }: { rule: string; asked: Asked }) {
  const { t } = useTranslation();
  const { side } = useLanguage();
  return (
    <Answer query={useQuery(whyNotQuery(rule, asked))} missing={t('state.missing')}>
      {(explanation) => (
        <div data-testid="why-not-answer">
          <p>
            <b>{explanation.answer[side]}</b>
          </p>
          <Conditions explanation={explanation} />
          <ExplanationSteps explanation={explanation} />
        </div>
      )}
    </Answer>
  );
}

function Conditions({ explanation: { nearest, limits, alerts, pending, held } }: { explanation: RuleExplanation }) {
  const { t } = useTranslation();
  const duration = useDuration();
  const fields: [string, ReactNode][] = [];
  const said = limits && saidLimits(limits, t, duration);
  if (said) fields.push([t('explain.limits'), said]);
  if (limits) fields.push([t('explain.window'), duration(limits.windowMs)]);
  if (nearest) {
    const { value, threshold, windowMs, at } = nearest;
    const text = t('whyNot.nearestValue', { value, threshold, window: duration(windowMs) });
    fields.push([t('whyNot.nearest'), <>{text} · <Instant at={at} /></>]); // prettier-ignore
  }
  if (alerts.length > 0) fields.push([t('whyNot.alerts'), <Alerts alerts={alerts} />]);
  if (pending.length > 0) fields.push([t('whyNot.pending'), <Pending pending={pending} />]);
  if (held.length > 0) fields.push([t('whyNot.held'), <HeldBack held={held} />]);
  return <FieldList fields={fields} />;
}

function Alerts({ alerts }: Pick<RuleExplanation, 'alerts'>) {
  const { t } = useTranslation();
  return alerts.map(({ id, severity, status, firstAt }) => (
    <div key={id}>
      <SeverityTag severity={severity} /> <StatusTag status={status} />{' '}
      <Link to={`/alerts/${encodeURIComponent(id)}`}>{t('backtest.openAlert')}</Link> <Instant at={firstAt} />
    </div>
  ));
}

function Pending({ pending }: Pick<RuleExplanation, 'pending'>) {
  const { t } = useTranslation();
  return pending.map(({ terminalId, dataCompleteUntil }) => (
    <div key={terminalId}>
      <EntityLink kind="terminal" id={terminalId} /> {t('whyNot.pendingUntil')} <Instant at={dataCompleteUntil} />
    </div>
  ));
}

function HeldBack({ held }: Pick<RuleExplanation, 'held'>) {
  const { t } = useTranslation();
  return held.map((one, index) => (
    <div key={index}>
      {one.kind === 'stage' ? (
        <>
          {t(one.stage === 'live' ? 'whyNot.heldUntil' : 'whyNot.heldStage')} <StageTag stage={one.stage} />{' '}
          {one.store && <OutsideText text={one.store} />} {one.since && <Instant at={one.since} />}
        </>
      ) : (
        <>
          <OutsideText text={t('whyNot.heldSilence', { author: one.author, reason: one.reason })} />{' '}
          <Instant at={one.from} /> – <Instant at={one.until} />
        </>
      )}
    </div>
  ));
}

/** From the page of an operator, terminal or store: which rule ought to have told of it? */
export function AskWhyNot({ kind, id }: { kind: 'operator' | 'terminal' | 'store'; id: string }) {
  const { t } = useTranslation();
  const { side } = useLanguage();
  const navigate = useNavigate();
  const mayRead = useMay('rules.read', true);
  const rules = useQuery({ ...rulesQuery, enabled: mayRead }).data?.items ?? [];
  if (!mayRead) return null;
  return (
    <Select<string>
      value={null as unknown as string}
      onChange={(rule) => void navigate(`/rules/${encodeURIComponent(rule)}?about=${encodeURIComponent(id)}`)}
      options={rules
        .filter(({ groupBy }) => groupBy === kind)
        .map((rule) => ({ value: rule.id, label: `${rule.id} ${rule.title[side]}` }))}
      placeholder={t('whyNot.fromHere')}
      aria-label={t('whyNot.fromHere')}
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      className="filter-wide"
      data-testid="ask-why-not"
    />
  );
}

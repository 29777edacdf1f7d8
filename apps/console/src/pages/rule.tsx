import type { RuleView, ScorecardView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useDuration, useLanguage } from '../i18n/use-language.js';
import { apiPath } from '../api.js';
import { ruleQuery } from '../queries.js';
import { BackfillCard } from '../widgets/backfill-card.js';
import { BacktestCard } from '../widgets/backtest-card.js';
import { FieldList } from '../widgets/field-list.js';
import { Offer } from '../widgets/offer.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer } from '../widgets/query-state.js';
import { RuleCard } from '../widgets/rule-card.js';
import { StageCard } from '../widgets/rule-stages.js';
import { OriginTag, Precision, StageTag, VerdictTag } from '../widgets/rule-tags.js';
import { ShadowFindings } from '../widgets/shadow-findings.js';
import { SeverityTag } from '../widgets/tags.js';
import { WhyNotCard } from '../widgets/why-not.js';

export function RulePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  return (
    <Answer query={useQuery(ruleQuery(id))} missing={t('state.missing')} rows={8}>
      {(rule) => <RuleDetail key={rule.id} rule={rule} />}
    </Answer>
  );
}

function RuleDetail({ rule }: { rule: RuleView }) {
  const { t } = useTranslation();
  const { side } = useLanguage();
  const title = `${rule.id} ${rule.title[side]}`;
  return (
    <>
      <PageHead
        name={title}
        path={<Link to="/rules">{t('rules.title')}</Link>}
        extra={
          <span className="badges" data-testid="rule-stage">
            <SeverityTag severity={rule.severity} />
            <StageTag stage={rule.stage} />
            {rule.source ? (
              <OutsideText text={`${rule.source.file}:${rule.source.line}`} />
            ) : (
              <OriginTag source={undefined} />
            )}
          </span>
        }
      >
        <OutsideText text={title} />
      </PageHead>
      <div className="detail-columns">
        <div className="detail-stack">
          <StageCard rule={rule} />
          <Scorecard scorecard={rule.scorecard} />
        </div>
        <RuleCard rule={rule.id} version={rule.version} />
      </div>
      {rule.groupBy && (
        <>
          <BacktestCard path={apiPath(['rules', rule.id, 'backtest'])} />
          <Offer to={apiPath(['rules', rule.id, 'backfill'])}>
            <BackfillCard rule={rule} />
          </Offer>
          <WhyNotCard rule={rule.id} groupBy={rule.groupBy} />
        </>
      )}
      <ShadowFindings rule={rule.id} />
    </>
  );
}

const reasons = ['true-positive', 'benign', 'false-positive', 'duplicate', 'test'] as const;

function Scorecard({ scorecard }: { scorecard: ScorecardView }) {
  const { t } = useTranslation();
  const duration = useDuration();
  const after = (ms: number | undefined) => (ms === undefined ? <span className="quiet">—</span> : duration(ms));
  return (
    <Card size="small" title={t('rules.scorecard')} extra={<VerdictTag verdict={scorecard.verdict} />}>
      <FieldList
        fields={[
          [t('rules.precision'), <Precision scorecard={scorecard} />],
          [t('rules.alerts'), scorecard.alerts],
          [t('rules.stillOpen'), scorecard.open],
          ...reasons.map((reason): [string, number] => [t(`resolution.${reason}`), scorecard.resolved[reason]]),
          [t('rules.superseded'), scorecard.superseded],
          [t('rules.acknowledged'), after(scorecard.acknowledgeMs)],
          [t('rules.resolved'), after(scorecard.resolveMs)],
        ]}
      />
    </Card>
  );
}

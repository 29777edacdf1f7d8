import type { RuleStage, RuleView, ScorecardView } from '@tillwatch/api';
import { Tag, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { visibleText } from '../text/visible.js';

const stageTone: Record<RuleStage, string> = { draft: 'quiet', shadow: 'warn', live: 'good', retired: 'quiet' };
const verdictTone: Record<ScorecardView['verdict'], string> = {
  keep: 'good',
  tune: 'warn',
  retire: 'bad',
  'too-few': 'quiet',
};

export function StageTag({ stage }: { stage: RuleStage }) {
  const { t } = useTranslation();
  return <Tag className={`tag status-${stageTone[stage]}`}>{t(`stage.${stage}`)}</Tag>;
}

export function VerdictTag({ verdict }: { verdict: ScorecardView['verdict'] }) {
  const { t } = useTranslation();
  return <Tag className={`tag status-${verdictTone[verdict]}`}>{t(`verdict.${verdict}`)}</Tag>;
}

/** Whether a rule is ours or the shop's own; of the latter, where it is written. */
export function OriginTag({ source }: { source: RuleView['source'] }) {
  const { t } = useTranslation();
  if (!source) return <span className="quiet">{t('tryRule.builtIn')}</span>;
  return (
    <Tooltip title={visibleText(`${source.file}:${source.line}`)}>
      <Tag className="tag status-quiet">{t('tryRule.own')}</Tag>
    </Tooltip>
  );
}

/** The share of true positives, and of how many that is. */
export function Precision({ scorecard: { precision, sample } }: { scorecard: ScorecardView }) {
  const { t } = useTranslation();
  return (
    <>
      {precision !== undefined && <b>{`${Math.round(precision * 100)} % `}</b>}
      <span className="quiet">{t('rules.sample', { count: sample })}</span>
    </>
  );
}

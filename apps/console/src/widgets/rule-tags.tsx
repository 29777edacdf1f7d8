import type { RuleStage, ScorecardView } from '@tillwatch/api';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

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

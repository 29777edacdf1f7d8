import type { RuleView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useDuration, useLanguage } from '../i18n/use-language.js';
import { rulesQuery } from '../queries.js';
import { FaultyRules } from '../widgets/faulty-rules.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer, Nothing } from '../widgets/query-state.js';
import { OriginTag, Precision, StageTag, VerdictTag } from '../widgets/rule-tags.js';
import { SeverityTag } from '../widgets/tags.js';

export function RulesPage() {
  const { t } = useTranslation();
  const columns = useRuleColumns();
  const query = useQuery(rulesQuery);
  const navigate = useNavigate();
  return (
    <>
      <PageHead
        name={t('rules.title')}
        extra={
          <Button onClick={() => void navigate('/rules/new/try')} data-testid="try-rule">
            {t('tryRule.title')}
          </Button>
        }
      />
      {query.data && <FaultyRules faulty={query.data.faulty} />}
      <Card size="small" className="flush">
        <Answer query={query} rows={8}>
          {({ items }) => (
            <Table<RuleView>
              size="small"
              rowKey="id"
              aria-label={t('rules.title')}
              columns={columns}
              dataSource={items}
              pagination={false}
              scroll={{ x: 1_080 }}
              onRow={() => ({ 'data-testid': 'rule-row' }) as React.HTMLAttributes<HTMLElement>}
              locale={{ emptyText: <Nothing text={t('rules.empty')} /> }}
            />
          )}
        </Answer>
      </Card>
    </>
  );
}

function useRuleColumns(): TableColumnsType<RuleView> {
  const { t } = useTranslation();
  const { side } = useLanguage();
  const duration = useDuration();
  const after = (ms: number | undefined) => (ms === undefined ? <span className="quiet">—</span> : duration(ms));
  return [
    {
      title: t('alerts.severity'),
      key: 'severity',
      width: 84,
      render: (_, rule) => <SeverityTag severity={rule.severity} />,
    },
    {
      title: t('rules.rule'),
      key: 'rule',
      render: (_, { id, title }) => <RuleLink id={id} text={`${id} ${title[side]}`} />,
    },
    {
      title: t('tryRule.origin'),
      key: 'origin',
      width: 96,
      render: (_, { source }) => <OriginTag source={source} />,
    },
    {
      title: t('rules.stage'),
      key: 'stage',
      width: 120,
      render: (_, { stage, exceptions }) => (
        <>
          <StageTag stage={stage} />
          {exceptions.length > 0 && <span className="quiet">+{exceptions.length}</span>}
        </>
      ),
    },
    {
      title: t('rules.alerts'),
      key: 'alerts',
      width: 100,
      align: 'right',
      render: (_, { scorecard }) => scorecard.alerts,
    },
    {
      title: t('rules.precision'),
      key: 'precision',
      width: 140,
      align: 'right',
      render: (_, { scorecard }) => <Precision scorecard={scorecard} />,
    },
    {
      title: t('rules.verdict'),
      key: 'verdict',
      width: 110,
      render: (_, { scorecard }) => <VerdictTag verdict={scorecard.verdict} />,
    },
    {
      title: t('rules.acknowledged'),
      key: 'acknowledged',
      width: 110,
      render: (_, { scorecard }) => after(scorecard.acknowledgeMs),
    },
    {
      title: t('rules.resolved'),
      key: 'resolved',
      width: 110,
      render: (_, { scorecard }) => after(scorecard.resolveMs),
    },
  ];
}

function RuleLink({ id, text }: { id: string; text: string }) {
  return (
    <Link to={`/rules/${encodeURIComponent(id)}`} data-testid="rule-link">
      <OutsideText text={text} />
    </Link>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language.js';
import { ruleQuery } from '../queries.js';
import { OutsideText } from './outside-text.js';
import { Answer } from './query-state.js';
import { useMay } from './use-me.js';

/** What to do about an alert of this rule, and what to be careful of. */
export function RuleCard({ rule, version }: { rule: string; version: number }) {
  const { t } = useTranslation();
  const { side } = useLanguage();
  const mayRead = useMay('rules.read', true);
  const query = useQuery({ ...ruleQuery(rule), enabled: mayRead });
  if (!mayRead) return null;
  return (
    <Card
      size="small"
      data-testid="rule-card"
      title={t('alerts.viewRule')}
      extra={<span className="quiet">{t('alerts.version', { version })}</span>}
    >
      <Answer query={query} missing={t('state.missing')}>
        {(view) => (
          <div className="rule">
            <p className="rule-title">
              <OutsideText text={`${view.id}: ${view.title[side]}`} />
            </p>
            {(['firesWhen', 'runbook', 'falsePositives', 'knownGaps'] as const).map(
              (part) =>
                view[part] && (
                  <section key={part}>
                    <h3>{t(`alerts.${part}`)}</h3>
                    <p>{view[part][side]}</p>
                  </section>
                ),
            )}
            {view.references.length > 0 && (
              <section>
                <h3>{t('alerts.references')}</h3>
                <p>{view.references.join(', ')}</p>
              </section>
            )}
          </div>
        )}
      </Answer>
    </Card>
  );
}

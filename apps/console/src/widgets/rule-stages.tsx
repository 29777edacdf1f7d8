import type { RuleStage, RuleView, StageChangeView } from '@tillwatch/api';
import { Button, Card, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { Instant } from './instant.js';
import { Offer } from './offer.js';
import { OutsideText } from './outside-text.js';
import { Refusal } from './refusal.js';
import { StageTag } from './rule-tags.js';
import { useCommand } from './use-command.js';

const stages: readonly RuleStage[] = ['draft', 'shadow', 'live', 'retired'];

/** Where a rule is in its life, how it came there, and the way on. */
export function StageCard({ rule }: { rule: RuleView }) {
  const { t } = useTranslation();
  return (
    <Card
      size="small"
      title={t('rules.stage')}
      extra={<span className="quiet">{t('alerts.version', { version: rule.version })}</span>}
    >
      {rule.exceptions.length > 0 && (
        <p>
          <span className="fact-name">{t('rules.exceptions')}</span>{' '}
          {rule.exceptions.map(({ store, stage }) => (
            <span key={store}>
              <OutsideText text={store} /> <StageTag stage={stage} />
            </span>
          ))}
        </p>
      )}
      <Offer to={apiPath(['rules', rule.id, 'stage'])} orSay>
        <ChangeStage rule={rule} />
      </Offer>
      <h3>{t('rules.changes')}</h3>
      {rule.stageChanges.length === 0 && <p className="quiet">{t('rules.noChanges')}</p>}
      <ul data-testid="stage-changes">
        {rule.stageChanges.map((change) => (
          <Change key={change.at} change={change} />
        ))}
      </ul>
    </Card>
  );
}

function Change({ change: { version, stage, stores, reason, actor, at } }: { change: StageChangeView }) {
  const { t } = useTranslation();
  return (
    <li className="stage-change">
      <StageTag stage={stage} />
      <span className="quiet">{t('alerts.version', { version })} · </span>
      {stores ? <OutsideText text={stores.join(', ')} /> : <span className="quiet">{t('rules.everywhere')}</span>}
      <span className="quiet"> · </span>
      <OutsideText text={reason} />
      <span className="quiet">
        {' '}
        · <OutsideText text={actor} /> <Instant at={at} />
      </span>
    </li>
  );
}

function ChangeStage({ rule }: { rule: RuleView }) {
  const { t } = useTranslation();
  const [stage, setStage] = useState<RuleStage>();
  const [stores, setStores] = useState<string[]>([]);
  const [reason, setReason] = useState('');
  const change = useCommand(() => {
    setStage(undefined);
    setStores([]);
    setReason('');
  });
  const submit = () => {
    const where = stores.length > 0 ? { stores } : {};
    const body = { stage, version: rule.version, reason: reason.trim(), ...where };
    change.mutate({ path: apiPath(['rules', rule.id, 'stage']), body });
  };
  return (
    <>
      <div className="actions">
        <Select<RuleStage>
          value={stage}
          onChange={setStage}
          options={stages.map((value) => ({ value, label: t(`stage.${value}`) }))}
          placeholder={t('rules.newStage')}
          aria-label={t('rules.newStage')}
          className="filter"
          data-testid="new-stage"
        />
        <Select
          mode="tags"
          value={stores}
          onChange={setStores}
          open={false}
          suffixIcon={null}
          tokenSeparators={[',', ' ']}
          placeholder={t('rules.stores')}
          aria-label={t('rules.stores')}
          className="filter-range"
        />
        <Input
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          aria-label={t('rules.why')}
          placeholder={t('rules.why')}
          maxLength={2_000}
          className="filter-range"
        />
        <Button onClick={submit} disabled={change.isPending || stage === undefined || reason.trim() === ''}>
          {t('rules.change')}
        </Button>
      </div>
      <Refusal error={change.error} />
    </>
  );
}

import type { PoliciesView } from '@tillwatch/api';
import { Button, Card, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { FieldList } from './field-list.js';
import { Offer } from './offer.js';
import { OutsideText } from './outside-text.js';
import { Refusal } from './refusal.js';
import { useCommand } from './use-command.js';

/** Which store goes by which profile, and another choice. */
export function PolicyChoice({ policies: { items, choice } }: { policies: PoliciesView }) {
  const { t } = useTranslation();
  const [profile, setProfile] = useState<string>();
  const [store, setStore] = useState('');
  const [reason, setReason] = useState('');
  const choose = useCommand(() => {
    setStore('');
    setReason('');
  });
  const submit = () => {
    const where = store.trim() ? { store: store.trim() } : {};
    choose.mutate({ path: apiPath(['policies', 'choice']), body: { profile, reason: reason.trim(), ...where } });
  };
  return (
    <Card size="small" title={t('policies.choice')} data-testid="policy-choice">
      <FieldList
        fields={[
          [t('policies.forAll'), <OutsideText text={choice.profile} />],
          ...choice.stores.map((one): [React.ReactNode, React.ReactNode] => [
            <OutsideText text={t('policies.forStore', { store: one.store })} />,
            <OutsideText text={one.profile} />,
          ]),
        ]}
      />
      <Offer to={apiPath(['policies', 'choice'])}>
        <div className="actions">
          <Select
            value={profile}
            onChange={setProfile}
            options={items.map(({ id }) => ({ value: id, label: id }))}
            placeholder={t('policies.profile')}
            aria-label={t('policies.profile')}
            className="filter"
            data-testid="choose-profile"
            popupMatchSelectWidth={false}
          />
          <Input
            value={store}
            onChange={(event) => setStore(event.target.value)}
            aria-label={t('policies.store')}
            placeholder={t('policies.store')}
            maxLength={128}
            className="filter-wide"
          />
          <Input
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            aria-label={t('register.reason')}
            placeholder={t('register.reason')}
            maxLength={2_000}
            className="filter-range"
          />
          <Button onClick={submit} disabled={choose.isPending || !profile || reason.trim() === ''}>
            {t('policies.choose')}
          </Button>
        </div>
      </Offer>
      <Refusal error={choose.error} />
    </Card>
  );
}

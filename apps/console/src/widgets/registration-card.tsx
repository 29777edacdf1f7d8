import type { RegistrationView } from '@tillwatch/api';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { CommandButton } from './command-button.js';
import { FieldList } from './field-list.js';
import { Instant } from './instant.js';
import { DueInspection } from './inspections-card.js';
import { OutsideText } from './outside-text.js';
import { RegisterButton, useBindingFields, withBinding } from './register-button.js';
import { StatusTag } from './tags.js';

/** What is registered of a terminal, and what can be done about it. */
export function RegistrationCard({ id, registration }: { id: string; registration: RegistrationView | undefined }) {
  const { t } = useTranslation();
  const isThere = registration && !registration.retired;
  return (
    <Card
      size="small"
      title={t('registry.registration')}
      extra={registration?.retired && <StatusTag status="retired" />}
      data-testid="registration"
    >
      {registration ? <Facts registration={registration} /> : <p className="quiet">{t('registry.notRegistered')}</p>}
      {isThere ? <Changes registration={registration} /> : <RegisterButton id={id} />}
    </Card>
  );
}

function Facts({ registration }: { registration: RegistrationView }) {
  const { t } = useTranslation();
  const { model, serial, storeId, custodian, binding, registered } = registration;
  const text = (value: string) => <OutsideText text={value} />;
  return (
    <FieldList
      fields={[
        [t('registry.model'), text(model)],
        [t('registry.serial'), text(serial)],
        [t('registry.store'), text(storeId)],
        [t('registry.custodian'), text(custodian)],
        [t('registry.acquirerCode'), text(binding.acquirerCode)],
        [t('registry.merchantCode'), text(binding.merchantCode)],
        [t('registry.creditCode'), text(binding.merchantCreditCode)],
        [t('registry.account'), text(binding.settlementAccount)],
        [t('registry.address'), text(binding.deploymentAddress)],
        [t('registry.inspectionDue'), <DueInspection registration={registration} />],
        [
          t('registry.registeredBy'),
          <>
            {text(registered.by)} <Instant at={registered.at} />
          </>,
        ],
      ]}
    />
  );
}

function Changes({
  registration: { id, binding, storeId, custodian, inspectEveryDays },
}: {
  registration: RegistrationView;
}) {
  const { t } = useTranslation();
  const path = (verb: string) => apiPath(['terminals', id, verb]);
  const reason = { name: 'reason', label: t('registry.reason'), kind: 'area' as const };
  return (
    <div className="actions">
      <CommandButton
        label={t('registry.bind')}
        ask={t('registry.bindAsk')}
        path={path('binding')}
        fields={[...useBindingFields({ ...binding }), reason]}
        body={withBinding}
        testId="bind"
      />
      <CommandButton
        label={t('registry.giveTo')}
        path={path('custodian')}
        fields={[{ name: 'custodian', label: t('registry.custodian'), initial: custodian }, reason]}
        testId="give-to"
      />
      <CommandButton
        label={t('registry.move')}
        path={path('move')}
        fields={[
          { name: 'storeId', label: t('registry.store'), initial: storeId },
          { name: 'deploymentAddress', label: t('registry.address'), initial: binding.deploymentAddress },
          reason,
        ]}
        testId="move"
      />
      <CommandButton
        label={t('registry.schedule')}
        path={path('inspection-schedule')}
        fields={[
          { name: 'everyDays', label: t('registry.interval'), kind: 'number', initial: inspectEveryDays },
          { name: 'riskAnalysis', label: t('registry.riskAnalysis') },
        ]}
        testId="schedule"
      />
      <CommandButton
        label={t('registry.retire')}
        ask={t('registry.retireAsk')}
        path={path('retire')}
        fields={[reason]}
        danger
        testId="retire"
      />
    </div>
  );
}

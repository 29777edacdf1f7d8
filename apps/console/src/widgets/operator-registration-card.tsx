import type { OperatorView, OperatorRegistrationView, ScopeClass } from '@tillwatch/api';
import { Alert, Button, Card, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { useWords } from '../i18n/use-language.js';
import { EntityLink, MaybeText } from './entity-link.js';
import { FieldList } from './field-list.js';
import { Instant } from './instant.js';
import { Masked } from './masked.js';
import { Offer } from './offer.js';
import { OutsideText } from './outside-text.js';
import { Refusal } from './refusal.js';
import { RegisterOperatorButton } from './register-operator-button.js';
import { RegistrationTags } from './registration-tags.js';
import { ScopeSelect } from './scope-select.js';
import { useCommand } from './use-command.js';

/** What the register says of an operator, and what can be done about it now. */
export function OperatorRegistrationCard({ operator, isPast }: { operator: OperatorView; isPast: boolean }) {
  const { t } = useTranslation();
  const { id, registration } = operator;
  return (
    <Card size="small" title={t('register.title')} data-testid="registration-card">
      {registration ? (
        <Facts operator={operator} registration={registration} isPast={isPast} />
      ) : (
        <p>{t('register.unregistered')}</p>
      )}
      {!isPast && registration && registration.status !== 'left' && <Actions id={id} status={registration.status} />}
      {!isPast && registration?.status !== 'active' && registration?.status !== 'suspended' && (
        <RegisterOperatorButton id={id} />
      )}
    </Card>
  );
}

function Facts({
  operator,
  registration,
  isPast,
}: {
  operator: OperatorView;
  registration: OperatorRegistrationView;
  isPast: boolean;
}) {
  const { t } = useTranslation();
  const { name, role, scopeClass, stores, since, reason, registeredBy, registeredAt, exemption } = registration;
  const requirements = exemption.requirements.join(', ');
  return (
    <>
      {exemption.state === 'void' && <Void exemption={exemption} />}
      <FieldList
        fields={[
          [
            t('register.status'),
            <>
              <RegistrationTags operator={operator} /> <span className="quiet">{t('register.since')}</span>
              <Instant at={since} /> {reason !== undefined && <OutsideText text={reason} />}
            </>,
          ],
          [
            t('register.name'),
            // What is revealed is the present name, which in the past was perhaps another.
            name === undefined || isPast ? (
              <MaybeText text={name} />
            ) : (
              <Masked of={['operators', operator.id]} field="/registration/name" text={name} />
            ),
          ],
          [t('register.role'), <OutsideText text={role} />],
          [
            t('register.stores'),
            stores.length > 0 ? <OutsideText text={stores.join(', ')} /> : t('register.everywhere'),
          ],
          [t('register.scopeClass'), t(`register.${scopeClass}`)],
          [
            t('register.exemption'),
            {
              none: t('register.noExemption'),
              'in-force': t('register.exempt', { requirements }),
              void: t('register.void'),
            }[exemption.state],
          ],
          [
            t('register.by'),
            <>
              <OutsideText text={registeredBy} /> <Instant at={registeredAt} />
            </>,
          ],
        ]}
      />
    </>
  );
}

function Void({ exemption: { requirements, because } }: Pick<OperatorRegistrationView, 'exemption'>) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Alert
      type="error"
      showIcon
      className="failure"
      data-testid="exemption-void"
      title={t('register.voidExplain', { requirements: requirements.join(', ') })}
      description={
        <ul>
          {because.map(({ at, name, terminalId, subject }) => (
            <li key={`${at} ${name}`}>
              <Instant at={at} /> {t('register.did', { event: words('event', name) ?? name })}
              <EntityLink kind="terminal" id={terminalId} />
              {subject !== undefined && (
                <>
                  {t('register.to')}
                  <EntityLink kind="operator" id={subject} />
                </>
              )}
            </li>
          ))}
        </ul>
      }
    />
  );
}

const actions = {
  suspend: 'suspend',
  resume: 'resume',
  leave: 'leave',
  'assign-role': 'role',
  'assign-scope': 'scope-class',
} as const;
type Action = keyof typeof actions;

function Actions({ id, status }: { id: string; status: 'active' | 'suspended' }) {
  const { t } = useTranslation();
  const [action, setAction] = useState<Action>();
  const [role, setRole] = useState('');
  const [scopeClass, setScopeClass] = useState<ScopeClass>();
  const [reason, setReason] = useState('');
  const change = useCommand(() => {
    setAction(undefined);
    setReason('');
  });
  const possible = (Object.keys(actions) as Action[]).filter(
    (one) => one !== (status === 'active' ? 'resume' : 'suspend'),
  );
  const more = { 'assign-role': { role: role.trim() }, 'assign-scope': { scopeClass } }[action as string] ?? {};
  const isComplete = action && reason.trim() && Object.values(more).every(Boolean);
  const submit = () =>
    change.mutate({ path: apiPath(['operators', id, actions[action!]]), body: { ...more, reason: reason.trim() } });
  return (
    <Offer to={possible.map((one) => apiPath(['operators', id, actions[one]]))}>
      <div className="actions" data-testid="registration-actions">
        <Select<Action>
          value={action}
          onChange={setAction}
          options={possible.map((value) => ({ value, label: t(`register.${value}`) }))}
          placeholder={t('register.action')}
          aria-label={t('register.action')}
          className="filter"
          data-testid="registration-action"
          popupMatchSelectWidth={false}
        />
        {action === 'assign-role' && (
          <Input
            value={role}
            onChange={(event) => setRole(event.target.value)}
            aria-label={t('register.role')}
            placeholder={t('register.role')}
            maxLength={128}
            className="filter"
          />
        )}
        {action === 'assign-scope' && (
          <ScopeSelect {...(scopeClass && { value: scopeClass })} onChange={setScopeClass} />
        )}
        <Input
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          aria-label={t('register.reason')}
          placeholder={t('register.reason')}
          maxLength={2_000}
          className="filter-range"
        />
        <Button onClick={submit} disabled={change.isPending || !isComplete}>
          {t('register.do')}
        </Button>
      </div>
      <Refusal error={change.error} />
    </Offer>
  );
}

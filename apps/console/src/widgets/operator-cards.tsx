import type { OperatorView } from '@tillwatch/api';
import { Card, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-language.js';
import { EntityLink, MaybeText } from './entity-link.js';
import { FieldList } from './field-list.js';
import { Instant, MaybeInstant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { StatusTag } from './tags.js';

/** An operator's state at the instant asked for. */
export function OperatorCards({ operator }: { operator: OperatorView }) {
  const { t } = useTranslation();
  return (
    <div className="cards">
      <Card size="small" title={t('operators.state')} data-testid="operator-state">
        <FieldList
          fields={[
            [t('operators.status'), <StatusTag status={operator.status} />],
            [t('operators.failures'), operator.consecutiveFailures],
            [t('operators.lock'), <Lock lock={operator.lock} />],
            [t('operators.role'), <MaybeText text={operator.role} />],
            [t('operators.store'), <MaybeText text={operator.storeId} />],
            [t('operators.lastSeen'), <MaybeInstant at={operator.lastSeen} />],
          ]}
        />
      </Card>
      <Card size="small" title={t('operators.credentials')}>
        <FieldList
          fields={[
            [t('operators.password'), <Password password={operator.password} />],
            [t('operators.factors'), <Factors factors={operator.factors} />],
            [t('operators.lastSuccess'), <Login login={operator.lastSuccess} />],
            [t('operators.lastFailure'), <Login login={operator.lastFailure} />],
          ]}
        />
      </Card>
      <Card
        size="small"
        title={`${t('operators.sessions')} (${operator.sessions.length})`}
        data-testid="operator-sessions"
      >
        {operator.sessions.length === 0 && <span className="quiet">{t('operators.noSessions')}</span>}
        <ul className="sessions">
          {operator.sessions.map((session) => (
            <li key={session.id}>
              <div>
                {t('operators.onTerminal')}
                <EntityLink kind="terminal" id={session.terminalId} /> <MaybeText text={session.storeId} />
              </div>
              <div className="quiet">
                {t('operators.openedAt')}
                <Instant at={session.openedAt} /> · <OutsideText text={session.id} />
              </div>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

function Lock({ lock }: { lock: OperatorView['lock'] }) {
  const { t } = useTranslation();
  const words = useWords();
  if (!lock) return <span className="quiet">{t('operators.notLocked')}</span>;
  return (
    <Lines
      lines={[
        <>{words('value', lock.reason) ?? <OutsideText text={lock.reason} />}</>,
        <>
          {t('operators.lockSince')}
          <Instant at={lock.since} />
        </>,
        lock.until ? (
          <>
            {t('operators.lockUntil')}
            <Instant at={lock.until} />
          </>
        ) : (
          t('operators.lockOpen')
        ),
        <>
          {t('operators.onTerminal')}
          <EntityLink kind="terminal" id={lock.terminalId} />
        </>,
      ]}
    />
  );
}

function Login({ login }: { login: OperatorView['lastSuccess'] | OperatorView['lastFailure'] }) {
  const words = useWords();
  if (!login) return <MaybeInstant at={undefined} />;
  return (
    <Lines
      lines={[
        <>
          <Instant at={login.at} /> <EntityLink kind="terminal" id={login.terminalId} />
        </>,
        'reason' in login && (words('value', login.reason) ?? <OutsideText text={login.reason} />),
      ]}
    />
  );
}

function Password({ password }: { password: OperatorView['password'] }) {
  const { t } = useTranslation();
  return (
    <Lines
      lines={[
        password.ageDays !== undefined && t('operators.passwordAge', { count: password.ageDays }),
        password.changedAt ? (
          <span className="quiet">
            {t('operators.passwordChanged')}
            <Instant at={password.changedAt} />
          </span>
        ) : (
          <span className="quiet">{t('operators.passwordUnknown')}</span>
        ),
        password.dueAt !== undefined && (
          <span className="quiet">
            {t('register.passwordDue')}
            <Instant at={password.dueAt} />
          </span>
        ),
        password.verdict && password.verdict.faults.length > 0 && (
          <span data-testid="password-faults">
            {password.verdict.faults.map((fault) => (
              <Tag key={fault} className="tag status-warn">
                {t(`register.${fault}`)}
              </Tag>
            ))}
          </span>
        ),
        password.mustChange && <Tag className="tag status-bad">{t('operators.mustChange')}</Tag>,
      ]}
    />
  );
}

function Factors({ factors }: { factors: OperatorView['factors'] }) {
  const words = useWords();
  if (factors.length === 0) return <span className="quiet">—</span>;
  return factors.map((factor) => (
    <Tag key={factor} className="tag status-quiet">
      {words('value', factor) ?? <OutsideText text={factor} />}
    </Tag>
  ));
}

function Lines({ lines }: { lines: ReactNode[] }) {
  return lines.map((line, index) => line && <div key={index}>{line}</div>);
}

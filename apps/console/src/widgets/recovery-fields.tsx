import type { RecoveryCaseView, RecoveryCheck, VerificationView } from '@tillwatch/api';
import { Card, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EntityLink, MaybeText } from './entity-link.js';
import { FieldList } from './field-list.js';
import { Instant } from './instant.js';
import { Masked } from './masked.js';
import { OpenEvidence } from './open-evidence.js';
import { OutsideText } from './outside-text.js';
import { Word } from './recovery-marks.js';

const checks: readonly RecoveryCheck[] = ['password-changed', 'sessions-ended', 'factor-enrolled'];

function By({ by, at }: { by: string; at: string }) {
  return (
    <>
      <OutsideText text={by} /> <Instant at={at} />
    </>
  );
}

/** Who is who in a case, and what was decided. */
export function RecoveryFields({ recovery }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  const { cause, verification, approval, rejection, withdrawal, hold, alertId, expiresAt } = recovery;
  const reasoned = ({ reason, ...done }: NonNullable<RecoveryCaseView['rejection']>) => (
    <>
      <By {...done} /> <OutsideText text={reason} />
    </>
  );
  const fields: [ReactNode, ReactNode][] = [
    [t('recovery.operator'), <EntityLink kind="operator" id={recovery.operatorId} />],
    [t('recovery.account'), <MaybeText text={recovery.account} />],
    [t('recovery.channel'), t(`recovery.channels.${recovery.channel}`)],
    [t('recovery.terminal'), <EntityLink kind="terminal" id={recovery.terminalId} />],
    [t('recovery.store'), <MaybeText text={recovery.storeId} />],
    [t('recovery.reason'), <OutsideText text={recovery.reason} maxCharacters={2_000} />],
    [t('recovery.requested'), <By {...recovery.requested} />],
    [t('recovery.assignee'), <MaybeText text={recovery.assignee} />],
    [t('recovery.ticket'), <MaybeText text={recovery.ticket} />],
  ];
  if (alertId) fields.push([t('alerts.alert'), <Link to={`/alerts/${alertId}`}>{alertId}</Link>]);
  if (cause)
    fields.push(
      [t('recovery.cause'), <Word value={cause.cause} />],
      [t('recovery.onset'), <Instant at={cause.onsetAt} />],
    );
  if (verification) {
    fields.push([
      t('recovery.verification'),
      <>
        <By {...verification} />{' '}
        <IdentifiedBy key={verification.at} id={recovery.id} at="/verification" verification={verification} />
      </>,
    ]);
  }
  if (approval) {
    const alone = approval.onePersonStore && <Tag className="tag status-warn">{t('recovery.alone')}</Tag>;
    fields.push([t('recovery.approval'), <><By {...approval} /> {alone}</>]); // prettier-ignore
  }
  if (rejection) fields.push([t('recovery.rejection'), reasoned(rejection)]);
  if (withdrawal) fields.push([t('recovery.withdrawal'), reasoned(withdrawal)]);
  if (hold) fields.push([t('recovery.hold'), reasoned(hold)]);
  if (expiresAt) fields.push([t('recovery.expires'), <Instant at={expiresAt} />]);
  return <FieldList fields={fields} />;
}

/** What somebody was identified by; `at`: where the case has it. */
function IdentifiedBy({ id, at, verification }: { id: string; at: string; verification: VerificationView }) {
  const { device, reference, transactions, comment } = verification;
  const personal = Object.entries({ reference, transactions, comment });
  return (
    <>
      {device && <OutsideText text={`${device.model} · ${device.serial}`} />}
      {personal.map(
        ([field, text]) =>
          text && (
            <div key={field}>
              <Masked of={['recovery-cases', id]} field={`${at}/${field}`} text={text} />
            </div>
          ),
      )}
    </>
  );
}

/** Who was called or written to, and what came of it. */
export function RecoveryContacts({ recovery: { id, contacts } }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  if (contacts.length === 0) return null;
  return (
    <Card size="small" title={t('personal.contacts')} data-testid="contacts">
      {contacts.map(({ party, means, reached, comment, by, at }, index) => (
        <div key={index} className="stage-change">
          <b>
            <Word value={party} />
          </b>{' '}
          <Word value={means} /> · {t('recovery.reached')} {t(reached ? 'state.yes' : 'state.no')}
          {comment !== undefined && (
            <div>
              <Masked of={['recovery-cases', id]} field={`/contacts/${index}/comment`} text={comment} />
            </div>
          )}
          <div className="quiet">
            <By by={by} at={at} />
          </div>
        </div>
      ))}
    </Card>
  );
}

/** What the channel asks for, and what has been handed in. */
export function RecoveryEvidence({ recovery }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  const { id, checklist, missingEvidence, evidence, failedVerifications } = recovery;
  return (
    <Card size="small" title={t('recovery.evidence')} data-testid="evidence">
      <FieldList
        fields={checklist.map((kind) => [
          <Word value={kind} />,
          missingEvidence.includes(kind) ? (
            <Tag className="tag status-warn">{t('recovery.missing')}</Tag>
          ) : (
            <Tag className="tag status-good">{t('recovery.handedIn')}</Tag>
          ),
        ])}
      />
      {evidence.map(({ evidenceId, kind, digest, reference, custodian, retainUntil, file, destroyed, by, at }, index) => (
        <div key={evidenceId} className="stage-change" data-testid="evidence-item">
          <b>
            <Word value={kind} />
          </b>{' '}
          {reference !== undefined && <Masked of={['recovery-cases', id]} field={`/evidence/${index}/reference`} text={reference} />} {file && !destroyed && <Tag className="tag">{t('recovery.stored')}</Tag>}
          {file && !destroyed && <OpenEvidence caseId={id} evidenceId={evidenceId} />}
          {destroyed && <Tag className="tag status-warn" data-testid="destroyed">{t('recovery.destroyed')} <Instant at={destroyed.at} /></Tag>}
          <div className="quiet">
            {t('recovery.custodian')} <OutsideText text={custodian} /> · {t('recovery.retainUntil')} <Instant at={retainUntil} /> ·{' '}
            <By by={by} at={at} />
          </div>
          {digest && <code className="quiet outside">{digest}</code>}
        </div>
      ))}
      {evidence.length === 0 && <p className="quiet">{t('recovery.noEvidence')}</p>}
      {failedVerifications.length > 0 && <h3>{t('recovery.failedVerifications')}</h3>}
      {failedVerifications.map((failed, index) => (
        <div key={failed.at} className="stage-change">
          <Word value={failed.fault} /> <span className="quiet"><By {...failed} /></span>{' '}
          <IdentifiedBy id={id} at={`/failedVerifications/${index}`} verification={failed} />
        </div>
      ))}
    </Card>
  ); // prettier-ignore
}

/** What terminals did, and whether everything was seen that has to follow. */
export function RecoveryChecks({ recovery: { orders, resets, steps } }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  const seen = (check: RecoveryCheck) => steps.find(({ step }) => step === check);
  return (
    <Card size="small" title={t('recovery.checks')} data-testid="checks">
      <FieldList
        fields={[
          ...orders.map((order): [ReactNode, ReactNode] => [
            t('recovery.orders'),
            <>
              <EntityLink kind="terminal" id={order.terminalId} /> <By by={order.by} at={order.at} />{' '}
              {order.answers.map(({ commandId, outcome }) => <Tag key={commandId} className="tag"><Word value={outcome} /></Tag>)}
            </>,
          ]),
          ...resets.map((reset): [ReactNode, ReactNode] => [
            t('recovery.resets'),
            <span data-testid="reset">
              <Word value={reset.finding} /> · <EntityLink kind="terminal" id={reset.terminalId} /> <By {...reset} />
            </span>,
          ]),
          ...checks.map((check): [ReactNode, ReactNode] => {
            const step = seen(check);
            return [<Word value={check} />, step ? <><Tag className="tag status-good">{t('recovery.seen')}</Tag> <Instant at={step.at} /></> : <Tag className="tag">{t('recovery.notSeen')}</Tag>];
          }),
        ]}
      />
      {resets.length === 0 && <p className="quiet">{t('recovery.noResets')}</p>}
    </Card>
  ); // prettier-ignore
}

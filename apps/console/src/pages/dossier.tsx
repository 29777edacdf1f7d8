import type { RecoveryDossierView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useLanguage, useWords } from '../i18n/use-language.js';
import { dossierQuery } from '../recovery-queries.js';
import { DossierButton } from '../widgets/dossier-button.js';
import { Facts } from '../widgets/facts.js';
import { FieldList } from '../widgets/field-list.js';
import { Instant } from '../widgets/instant.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer, Nothing } from '../widgets/query-state.js';
import { RecoveryChecks, RecoveryContacts, RecoveryEvidence, RecoveryFields } from '../widgets/recovery-fields.js';
import { RecoveryHistory } from '../widgets/recovery-history.js';
import { RecoveryStatusTag, Word } from '../widgets/recovery-marks.js';
import { SeverityTag, StatusTag } from '../widgets/tags.js';

/** All there is on a case, to read, to print or to keep. */
export function DossierPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const query = useQuery(dossierQuery(id));
  return (
    <Answer query={query} missing={t('state.missing')} rows={8}>
      {(dossier) => <Dossier dossier={dossier} />}
    </Answer>
  );
}

function Dossier({ dossier }: { dossier: RecoveryDossierView }) {
  const { t } = useTranslation();
  const { case: recovery, timeline, digest } = dossier;
  return (
    <>
      <PageHead
        name={`${t('recovery.dossier')} ${recovery.operatorId}`}
        path={<Link to={`/recoveries/${recovery.id}`}>{t('recovery.title')}</Link>}
        extra={
          <span className="badges">
            <RecoveryStatusTag status={recovery.status} />
            <DossierButton id={recovery.id} />
          </span>
        }
      />
      <div className="detail-columns">
        <div className="detail-stack">
          <Card size="small" title={t('recovery.title')}>
            <RecoveryFields recovery={recovery} />
          </Card>
          <People people={dossier.people} />
        </div>
        <div className="detail-stack">
          <RecoveryEvidence recovery={recovery} />
          <RecoveryContacts recovery={recovery} />
          <RecoveryChecks recovery={recovery} />
        </div>
      </div>
      <Card size="small" title={t('recovery.timeline')}>
        <RecoveryHistory entries={timeline} />
      </Card>
      <TerminalSide dossier={dossier} />
      <Alerts alerts={dossier.alerts} />
      <p className="quiet">
        {t('recovery.dossierDigest')} <code data-testid="dossier-digest">{digest}</code>
      </p>
    </>
  );
}

function People({ people }: Pick<RecoveryDossierView, 'people'>) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Card size="small" title={t('recovery.people')} data-testid="people">
      <FieldList
        fields={people.map(({ name, did }) => [
          <OutsideText text={name} />,
          [...new Set(did)].map((event) => words('event', event) ?? event).join(' · '),
        ])}
      />
    </Card>
  );
}

function TerminalSide({ dossier: { terminalFacts, commands } }: { dossier: RecoveryDossierView }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Card size="small" title={t('recovery.facts')} data-testid="terminal-facts">
      {terminalFacts.length + commands.length === 0 && <Nothing text={t('recovery.none')} />}
      <ol className="timeline history">
        {commands.map(({ commandId, issuedAt, command, status }) => (
          <li key={commandId} className="row-person">
            <Instant at={issuedAt} />
            <span className="event-name">
              {t('recovery.commands')} <Word value={command} />
            </span>
            <span>
              <StatusTag status={status} />
            </span>
            <span />
          </li>
        ))}
        {terminalFacts.map(({ position, at, name, terminalId, data }) => (
          <li key={position} className="row-plain">
            <Instant at={at} />
            <span className="event-name">{words('event', name) ?? name}</span>
            <OutsideText text={terminalId} />
            <span className="event-facts">
              <Facts data={data} />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Alerts({ alerts }: Pick<RecoveryDossierView, 'alerts'>) {
  const { t } = useTranslation();
  const { side } = useLanguage();
  return (
    <Card size="small" title={t('recovery.alerts')}>
      {alerts.length === 0 && <Nothing text={t('recovery.none')} />}
      {alerts.map(({ id, severity, title, status, lastAt }) => (
        <div key={id} className="stage-change">
          <SeverityTag severity={severity} />
          <Link to={`/alerts/${id}`}>
            <OutsideText text={title[side]} />
          </Link>{' '}
          <StatusTag status={status} /> <Instant at={lastAt} />
        </div>
      ))}
    </Card>
  );
}

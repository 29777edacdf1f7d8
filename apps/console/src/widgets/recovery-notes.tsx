import type { RecoveryCaseView } from '@tillwatch/api';
import { Card, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { Word } from './recovery-marks.js';

/** Whom people tried to reach about a case, and what they reported of others using the sign-in. */
export function RecoveryNotes({ recovery: { contacts, useReports } }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  return (
    <Card size="small" title={t('caseWork.notes')} data-testid="case-notes">
      {contacts.length + useReports.length === 0 && <p className="quiet">{t('caseWork.noNotes')}</p>}
      {useReports.map((report) => (
        <div key={report.at} className="stage-change" data-testid="use-report">
          <Tag className="tag status-bad">
            <Word value="unauthorised-use" />
          </Tag>{' '}
          <OutsideText text={report.description} maxCharacters={2_000} />{' '}
          {report.alertId && <Link to={`/alerts/${report.alertId}`}>{t('alerts.alert')}</Link>}
          <div className="quiet">
            {t('caseWork.noticed')}
            <Instant at={report.noticedAt} /> · <OutsideText text={report.by} /> <Instant at={report.at} />
          </div>
        </div>
      ))}
      {contacts.map((contact) => (
        <div key={contact.at} className="stage-change" data-testid="contact-attempt">
          <Word value={contact.party} /> · <Word value={contact.means} />{' '}
          <Tag className={`tag status-${contact.reached ? 'good' : 'warn'}`}>
            {t(contact.reached ? 'caseWork.reached' : 'caseWork.notReached')}
          </Tag>{' '}
          {contact.comment !== undefined && <OutsideText text={contact.comment} maxCharacters={2_000} />}
          <div className="quiet">
            <OutsideText text={contact.by} /> <Instant at={contact.at} />
          </div>
        </div>
      ))}
    </Card>
  );
}

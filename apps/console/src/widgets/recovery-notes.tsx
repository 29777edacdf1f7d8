import type { RecoveryCaseView } from '@tillwatch/api';
import { Card, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { Word } from './recovery-marks.js';

/** What people reported of others using the sign-in. */
export function RecoveryNotes({ recovery: { useReports } }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  if (useReports.length === 0) return null;
  return (
    <Card size="small" title={t('caseWork.notes')} data-testid="case-notes">
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
    </Card>
  );
}

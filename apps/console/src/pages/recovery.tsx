import type { RecoveryCaseView } from '@tillwatch/api';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { recoveryHistoryQuery, recoveryQuery } from '../recovery-queries.js';
import { DossierButton } from '../widgets/dossier-button.js';
import { OnePersonNote } from '../widgets/one-person-stores.js';
import { MoreRows } from '../widgets/paged-table.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer } from '../widgets/query-state.js';
import { RecoveryChecks, RecoveryContacts, RecoveryEvidence, RecoveryFields } from '../widgets/recovery-fields.js';
import { RecoveryHistory } from '../widgets/recovery-history.js';
import { RecoveryStatusTag } from '../widgets/recovery-marks.js';
import { RecoveryMore } from '../widgets/recovery-more.js';
import { RecoveryNext } from '../widgets/recovery-next.js';
import { RecoveryNotes } from '../widgets/recovery-notes.js';

export function RecoveryPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const query = useQuery(recoveryQuery(id));
  return (
    <Answer query={query} missing={t('state.missing')} rows={8}>
      {(recovery) => <RecoveryDetail key={recovery.id} recovery={recovery} />}
    </Answer>
  );
}

function RecoveryDetail({ recovery }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  const { id, operatorId, status } = recovery;
  return (
    <>
      <PageHead
        name={`${t('recovery.title')} ${operatorId}`}
        path={<Link to="/recoveries">{t('recovery.title')}</Link>}
        extra={
          <>
            <span className="badges" data-testid="recovery-status">
              <RecoveryStatusTag status={status} />
            </span>
            <span className="actions">
              <Link to={`/recoveries/${id}/dossier`} data-testid="dossier-link">
                {t('recovery.dossier')}
              </Link>
              <DossierButton id={id} />
            </span>
          </>
        }
      />
      <OnePersonNote recovery={recovery} />
      <RecoveryNext recovery={recovery} />
      <div className="detail-columns">
        <div className="detail-stack">
          <Card size="small" title={t('recovery.title')}>
            <RecoveryFields recovery={recovery} />
          </Card>
          <RecoveryChecks recovery={recovery} />
        </div>
        <div className="detail-stack">
          <RecoveryEvidence recovery={recovery} />
          <RecoveryContacts recovery={recovery} />
          <RecoveryNotes recovery={recovery} />
          <RecoveryMore recovery={recovery} />
        </div>
      </div>
      <History id={id} />
    </>
  );
}

function History({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(recoveryHistoryQuery(id));
  return (
    <Card size="small" title={t('recovery.history')}>
      <Answer query={query}>
        {(list) => (
          <>
            <RecoveryHistory entries={list.pages.flatMap((page) => page.items)} />
            <MoreRows query={query} />
          </>
        )}
      </Answer>
    </Card>
  );
}

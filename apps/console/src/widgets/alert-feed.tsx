import type { AlertView } from '@tillwatch/api';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLanguage } from '../i18n/use-language.js';
import { EntityLink, MaybeText } from './entity-link.js';
import { Instant, LateBadge } from './instant.js';
import { Nothing } from './query-state.js';
import { SeverityTag } from './tags.js';

/** The latest alerts, two lines each. */
export function AlertFeed({ alerts }: { alerts: AlertView[] }) {
  const { t } = useTranslation();
  const { side } = useLanguage();
  if (alerts.length === 0) return <Nothing text={t('overview.noAlerts')} />;
  return (
    <ul className="feed" data-testid="latest-alerts">
      {alerts.map((alert) => (
        <li key={alert.id} data-testid="alert-row">
          <SeverityTag severity={alert.severity} />
          <div>
            <Link to={`/alerts/${encodeURIComponent(alert.id)}`} data-testid="alert-link" className="feed-title">
              <MaybeText text={alert.title[side]} />
            </Link>{' '}
            {alert.late && <LateBadge lateByMs={alert.lateByMs} />}
            <div className="feed-line">
              {alert.operatorId !== undefined && <EntityLink kind="operator" id={alert.operatorId} />}
              {alert.terminalId !== undefined && <EntityLink kind="terminal" id={alert.terminalId} />}
              <Instant at={alert.raisedAt} />
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}

import type { OverviewView } from '@tillwatch/api';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { severities } from '../lists.js';
import { alertsQuery, overviewQuery } from '../queries.js';
import { AlertFeed } from '../widgets/alert-feed.js';
import { GappedTerminals, LockedOperators } from '../widgets/attention.js';
import { EventsCard } from '../widgets/events-card.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer } from '../widgets/query-state.js';
import { Readable } from '../widgets/readable.js';
import { SeverityTag } from '../widgets/tags.js';
import { Tile } from '../widgets/tile.js';

const latestAlerts = 12;

export function OverviewPage() {
  const { t } = useTranslation();
  const overview = useQuery(overviewQuery);
  return (
    <>
      <PageHead
        name={t('overview.title')}
        extra={overview.data && <Completeness position={overview.data.position} />}
      />
      <Answer query={overview} rows={10}>
        {(view) => (
          <>
            <Tiles view={view} />
            <div className="overview-columns">
              <div className="overview-main">
                <EventsCard counters={view.counters} />
                <Readable needs="operators.read">
                  <LockedOperators />
                </Readable>
                <GappedTerminals />
              </div>
              <Readable needs="alerts.read">
                <LatestAlerts />
              </Readable>
            </div>
          </>
        )}
      </Answer>
    </>
  );
}

function LatestAlerts() {
  const { t } = useTranslation();
  const alerts = useInfiniteQuery(alertsQuery({}, latestAlerts));
  return (
    <Card
      size="small"
      title={t('overview.latestAlerts')}
      extra={<Link to="/alerts">{t('overview.allAlerts')}</Link>}
      className="flush"
    >
      <Answer query={alerts}>
        {(list) => <AlertFeed alerts={list.pages.flatMap((page) => page.items).slice(0, latestAlerts)} />}
      </Answer>
    </Card>
  );
}

function Tiles({ view }: { view: OverviewView }) {
  const { t } = useTranslation();
  const { operators, terminals, alerts } = view;
  return (
    <div className="tiles">
      <Readable needs="alerts.read">
        <Tile
          testId="tile-alerts"
          title={t('overview.openAlerts')}
          to="/alerts"
          value={alerts.open}
          parts={severities.map((severity) => ({
            key: severity,
            label: <SeverityTag severity={severity} />,
            value: alerts.bySeverity[severity],
            to: `/alerts?severity=${severity}`,
          }))}
        />
      </Readable>
      <Readable needs="operators.read">
        <Tile
          testId="tile-operators"
          title={t('overview.operators')}
          to="/operators"
          value={operators.total}
          parts={[
            { key: 'locked', label: t('overview.locked'), value: operators.locked, to: '/operators?status=locked' },
            {
              key: 'disabled',
              label: t('overview.disabled'),
              value: operators.disabled,
              to: '/operators?status=disabled',
            },
          ]}
        />
      </Readable>
      <Tile
        testId="tile-terminals"
        title={t('overview.terminals')}
        to="/terminals"
        value={terminals.total}
        parts={[
          { key: 'offline', label: t('overview.offline'), value: terminals.offline, to: '/terminals?state=offline' },
          { key: 'gaps', label: t('overview.withGaps'), value: terminals.withOpenGaps, to: '/terminals?state=gaps' },
          { key: 'frozen', label: t('overview.frozen'), value: terminals.frozen, to: '/terminals?state=frozen' },
        ]}
      />
    </div>
  );
}

/** Whether what is shown is all there is: the read models against the end of the log. */
function Completeness({ position }: { position: OverviewView['position'] }) {
  const { t } = useTranslation();
  const behind = Math.max(0, position.log - position.readModels);
  return (
    <span className={`completeness ${behind > 0 ? 'behind' : 'up-to-date'}`} data-testid="completeness">
      {behind > 0 ? t('overview.behind', { count: behind }) : t('overview.upToDate')}
      <span className="quiet"> · {t('overview.position', { log: position.log, readModels: position.readModels })}</span>
    </span>
  );
}

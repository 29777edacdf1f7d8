import { useInfiniteQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { operatorsQuery, terminalsQuery } from '../queries.js';
import { EntityLink } from './entity-link.js';
import { missingCount } from './missing-count.js';
import { Instant, MaybeInstant } from './instant.js';
import { Answer, Nothing } from './query-state.js';

const rows = 6;

/** Who cannot work at the moment. */
export function LockedOperators() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(operatorsQuery({ status: 'locked', sort: '-lastSeen' }, rows));
  return (
    <ShortList title={t('overview.lockedNow')} to="/operators?status=locked">
      <Answer query={query}>
        {(list) => {
          const operators = list.pages.flatMap((page) => page.items).slice(0, rows);
          if (operators.length === 0) return <Nothing text={t('overview.noneLocked')} />;
          return (
            <ul className="short-list">
              {operators.map(({ id, lock }) => (
                <li key={id}>
                  <EntityLink kind="operator" id={id} />
                  <span className="quiet">
                    {lock?.until ? (
                      <>
                        {t('operators.lockUntil')}
                        <Instant at={lock.until} />
                      </>
                    ) : (
                      t('operators.lockOpen')
                    )}
                  </span>
                </li>
              ))}
            </ul>
          );
        }}
      </Answer>
    </ShortList>
  );
}

/** Whose history has holes: what is missing, and until when nothing is. */
export function GappedTerminals() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(terminalsQuery({ state: 'gaps', sort: '-lastSeen' }, rows));
  return (
    <ShortList title={t('overview.gapsNow')} to="/terminals?state=gaps">
      <Answer query={query}>
        {(list) => {
          const terminals = list.pages.flatMap((page) => page.items).slice(0, rows);
          if (terminals.length === 0) return <Nothing text={t('overview.noneWithGaps')} />;
          return (
            <ul className="short-list">
              {terminals.map(({ id, openGaps, dataCompleteUntil }) => (
                <li key={id}>
                  <EntityLink kind="terminal" id={id} />
                  <span className="bad">{t('terminals.missing', { count: missingCount(openGaps) })}</span>
                  <span className="quiet">
                    {t('terminals.dataComplete')} <MaybeInstant at={dataCompleteUntil} />
                  </span>
                </li>
              ))}
            </ul>
          );
        }}
      </Answer>
    </ShortList>
  );
}

function ShortList({ title, to, children }: { title: string; to: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Card size="small" className="flush" title={title} extra={<Link to={to}>{t('overview.all')}</Link>}>
      {children}
    </Card>
  );
}

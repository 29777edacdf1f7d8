import type { AlertHistoryEntry } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-language.js';
import { alertHistoryQuery } from '../queries.js';
import { Facts } from './facts.js';
import { Instant, LateBadge } from './instant.js';
import { OutsideText } from './outside-text.js';
import { MoreRows } from './paged-table.js';
import { Answer, Nothing } from './query-state.js';

/** What the rule found and what people did, in one list, newest first. */
export function AlertHistory({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(alertHistoryQuery(id));
  return (
    <Card size="small" title={t('handling.history')}>
      <Answer query={query}>
        {(list) => {
          const entries = list.pages.flatMap((page) => page.items);
          if (entries.length === 0) return <Nothing text={t('handling.noHistory')} />;
          return (
            <>
              <ol className="timeline history" data-testid="alert-history">
                {entries.map((entry) => (
                  <HistoryRow key={entry.revision} entry={entry} />
                ))}
              </ol>
              <MoreRows query={query} />
            </>
          );
        }}
      </Answer>
    </Card>
  );
}

/** Of a finding: what changes from one to the next. */
const ofFindings = ['severity', 'count', 'lastAt', 'at'];

function HistoryRow({ entry: { name, at, actor, data } }: { entry: AlertHistoryEntry }) {
  const { t } = useTranslation();
  const words = useWords();
  const { comment, lateByMs, ...others } = data;
  const facts = actor === undefined && name !== 'AlertSuperseded' ? pick(data, ofFindings) : others;
  return (
    <li className={actor === undefined ? 'row-plain' : 'row-person'} data-testid="history-row" data-event={name}>
      <Instant at={at} />
      <span className="event-name">{words('event', name) ?? <OutsideText text={name} />}</span>
      <span>
        {actor === undefined ? <span className="quiet">{t('handling.detection')}</span> : <OutsideText text={actor} />}
      </span>
      <span className="event-facts">
        {typeof comment === 'string' && <OutsideText text={comment} maxCharacters={2_000} />}
        <Facts data={facts} />
        {typeof lateByMs === 'number' && lateByMs > 0 && <LateBadge lateByMs={lateByMs} />}
      </span>
    </li>
  );
}

function pick(data: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => name in data).map((name) => [name, data[name]]));
}

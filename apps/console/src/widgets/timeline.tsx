import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { timelineQuery, type Subject, type TimelineRange } from '../queries.js';
import { MoreRows } from './paged-table.js';
import { Answer, Nothing } from './query-state.js';
import { TimelineRow } from './timeline-row.js';

const nothing: ReadonlySet<string> = new Set();

/** Events of an operator or terminal by corrected time, newest first. `evidence`: ids of the events to mark. */
export function Timeline(props: {
  subject: Subject;
  id: string;
  range?: TimelineRange;
  evidence?: ReadonlySet<string>;
}) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(timelineQuery(props.subject, props.id, props.range));
  const { evidence = nothing } = props;
  // Marked stale by a live change while several pages were open: reading them all again is the reader's choice.
  const offersReload = query.isStale && !query.isFetching && (query.data?.pages.length ?? 0) > 1;
  return (
    <Answer query={query} rows={6}>
      {(list) => {
        const entries = list.pages.flatMap((page) => page.items);
        if (entries.length === 0) return <Nothing text={t('timeline.empty')} />;
        return (
          <>
            {offersReload && (
              <Button type="link" onClick={() => void query.refetch()} data-testid="timeline-reload">
                {t('timeline.reload')}
              </Button>
            )}
            <ol className="timeline" aria-label={t('timeline.label')} data-testid="timeline">
              {entries.map((entry) => (
                <TimelineRow
                  key={entry.position}
                  entry={entry}
                  subject={props.subject}
                  evidence={evidence.has(entry.id)}
                />
              ))}
            </ol>
            <MoreRows query={query} />
          </>
        );
      }}
    </Answer>
  );
}

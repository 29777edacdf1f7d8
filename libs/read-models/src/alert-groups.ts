import type { AlertGroupView } from '@tillwatch/api';
import { severities } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { alertConditions, type AlertFilter } from './alerts.js';
import { instant, readPage, type PageCursor, type PageOf } from './paging.js';

interface GroupRow {
  key: string;
  count: number;
  severity: number;
  first_at: number;
  last_at: number;
  rules: string[];
  latest: string;
}

/** The alerts that `listAlerts` gives for a filter, those of one key as one; the key something happened to last first. */
export async function listAlertGroups(
  db: Queryable,
  { limit, after, ...filter }: AlertFilter & { limit: number; after?: PageCursor },
): Promise<PageOf<AlertGroupView>> {
  const page = await readPage<GroupRow>(db, {
    select: `key, count(*) AS count, max(severity) AS severity, min(first_at) AS first_at, max(last_at) AS last_at,
             json_agg(DISTINCT rule) AS rules, (array_agg(id ORDER BY raised_position DESC))[1] AS latest`,
    from: 'read_models.alerts',
    where: alertConditions(filter),
    groupBy: 'key',
    sort: { by: ['max(last_at)', 'key'], descending: true },
    limit,
    after,
  });
  return { ...page, items: page.items.map(groupOf) };
}

function groupOf({ key, count, severity, first_at, last_at, rules, latest }: GroupRow): AlertGroupView {
  const span = { firstAt: instant(first_at), lastAt: instant(last_at) };
  return { key, count, severity: severities[severity]!, ...span, rules, latest };
}

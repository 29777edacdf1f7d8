import type { AlertView } from '@tillwatch/api';
import type { Queryable } from '@tillwatch/postgres';
import { markAlerts, rulesAndDeadlines, type AlertRow } from '@tillwatch/read-models';

const titles = new Map(rulesAndDeadlines.map(({ id, title }) => [id, title]));

/** Stored alerts as they look at an instant, under the title their rule has today; of a rule that is gone, its id. */
export async function alertViews(db: Queryable, alerts: readonly AlertRow[], nowMs: number): Promise<AlertView[]> {
  const marked = await markAlerts(db, alerts, nowMs);
  return marked.map((alert) => ({ ...alert, title: titles.get(alert.rule) ?? { en: alert.rule, zh: alert.rule } }));
}

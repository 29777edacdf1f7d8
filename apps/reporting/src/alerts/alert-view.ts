import type { AlertView } from '@tillwatch/api';
import type { RuleSet } from '@tillwatch/detection';
import type { Queryable } from '@tillwatch/postgres';
import { markAlerts, ruleById, type AlertRow } from '@tillwatch/read-models';

/** Stored alerts as they look at an instant, under the title their rule has today; of a rule that is gone, its id. */
export async function alertViews(
  db: Queryable,
  alerts: readonly AlertRow[],
  { rules, nowMs }: { rules: RuleSet; nowMs: number },
): Promise<AlertView[]> {
  const marked = await markAlerts(db, alerts, nowMs);
  return marked.map((alert) => ({
    ...alert,
    title: ruleById(rules, alert.rule)?.title ?? { en: alert.rule, zh: alert.rule },
  }));
}

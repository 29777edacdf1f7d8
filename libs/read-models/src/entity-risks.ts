import type { EntityRiskView, RiskView } from '@tillwatch/api';
import { riskAt, riskHorizonMs } from '@tillwatch/domain';
import { severities } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { instant } from './paging.js';

/** Alerts that one answer is made of, the latest: far more than anybody can handle, and the oldest weigh least. */
const maxAlerts = 50_000;

interface RiskRow {
  entity: string;
  severity: number;
  at: number;
}

/**
 * The entities of a kind that are most at risk at an instant: by the alerts that had happened by then and name them, as
 * they are judged now.
 */
export async function entityRisks(
  db: Queryable,
  kind: RiskView['kind'],
  asOfMs: number,
  limit: number,
): Promise<EntityRiskView[]> {
  const rows = await db.query<RiskRow>(
    `SELECT ${kind}_id AS entity, severity, last_at AS at FROM read_models.alerts
     WHERE ${kind}_id IS NOT NULL AND last_at >= $1 AND last_at <= $2
       AND (status IN ('open', 'acknowledged') OR reason = 'true-positive')
     ORDER BY last_at DESC, id DESC LIMIT ${maxAlerts}`,
    [asOfMs - riskHorizonMs, asOfMs],
  );
  const alerts = rows.map(({ entity, severity, at }) => ({ entity, severity: severities[severity]!, at }));
  return riskAt(alerts, asOfMs)
    .slice(0, limit)
    .map(({ lastAt, ...risk }) => ({ ...risk, lastAt: instant(lastAt) }));
}

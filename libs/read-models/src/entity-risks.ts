import type { EntityRiskView, RiskAccount, RiskView } from '@tillwatch/api';
import { riskAt, riskHalfLifeMs, riskHorizonMs, riskOf, riskWeights } from '@tillwatch/domain';
import { severities } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { instant } from './paging.js';

/** Alerts that one answer is made of, the latest: far more than anybody can handle, and the oldest weigh least. */
const maxAlerts = 50_000;

const mayMeanHarm = `last_at >= $1 AND last_at <= $2 AND (status IN ('open', 'acknowledged') OR reason = 'true-positive')`;

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
     WHERE ${kind}_id IS NOT NULL AND ${mayMeanHarm} ORDER BY last_at DESC, id DESC LIMIT ${maxAlerts}`,
    [asOfMs - riskHorizonMs, asOfMs],
  );
  const alerts = rows.map(({ entity, severity, at }) => ({ entity, severity: severities[severity]!, at }));
  return riskAt(alerts, asOfMs)
    .slice(0, limit)
    .map(({ lastAt, ...risk }) => ({ ...risk, lastAt: instant(lastAt) }));
}

const maxItems = 50;

/** What one entity's risk is made of; of one that nobody knows it is 0. */
export async function riskAccount(
  db: Queryable,
  kind: RiskView['kind'],
  id: string,
  asOfMs: number,
): Promise<RiskAccount> {
  const rows = await db.query<RiskRow & { id: string; rule: string }>(
    `SELECT id, rule, ${kind}_id AS entity, severity, last_at AS at FROM read_models.alerts
     WHERE ${kind}_id = $3 AND ${mayMeanHarm} ORDER BY last_at DESC, id DESC LIMIT ${maxAlerts}`,
    [asOfMs - riskHorizonMs, asOfMs, id],
  );
  const alerts = rows.map(({ id, rule, severity, at }) => ({ id, rule, severity: severities[severity]!, at }));
  const [total] = riskAt(
    alerts.map((alert) => ({ ...alert, entity: id })),
    asOfMs,
  );
  const items = alerts.map(({ id, rule, severity, at }) => ({
    ...{ alert: id, rule, severity, lastAt: instant(at) },
    ...{ weight: riskWeights[severity], adds: riskOf(severity, asOfMs - at) },
  }));
  items.sort((a, b) => b.adds - a.adds);
  return {
    ...{ kind, id, asOf: instant(asOfMs), score: total?.score ?? 0, alerts: alerts.length },
    ...{ halfLifeMs: riskHalfLifeMs, horizonMs: riskHorizonMs, items: items.slice(0, maxItems) },
  };
}

import { inhibitions, inhibitorOf, isAbout, overdueAt, type Inhibitor, type Silence } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import type { AlertRow } from './alerts.js';
import { activeSilences } from './silences.js';

/**
 * Adds to alerts that wait for somebody what depends on the instant and on others: what is overdue, the alert that
 * inhibits it, the silences about it. Nobody is told of an alert with either of the latter; both stop with their cause, so
 * neither is stored.
 */
export async function markAlerts(db: Queryable, alerts: readonly AlertRow[], nowMs: number): Promise<AlertRow[]> {
  if (alerts.length === 0) return [];
  const [inhibitors, silences] = await Promise.all([openInhibitors(db, alerts), activeSilences(db, nowMs)]);
  return alerts.map((alert) => withMarks(alert, inhibitors, silences, nowMs));
}

function withMarks(
  alert: AlertRow,
  inhibitors: readonly Inhibitor[],
  silences: readonly Silence[],
  nowMs: number,
): AlertRow {
  if (alert.status !== 'open' && alert.status !== 'acknowledged') return alert;
  const overdue = overdueAt(alert, nowMs);
  const inhibitedBy = inhibitorOf(alert, inhibitors);
  const about = silences.filter((silence) => isAbout(silence, alert));
  return {
    ...alert,
    ...(overdue && { overdue }),
    ...(inhibitedBy !== undefined && { inhibitedBy }),
    ...(about.length > 0 && {
      silencedBy: about.map(({ id, author, reason, until }) => ({ id, author, reason, until })),
    }),
  };
}

const inhibitorRules = inhibitions.map(({ by }) => by);

async function openInhibitors(db: Queryable, alerts: readonly AlertRow[]): Promise<Inhibitor[]> {
  const stores = [...new Set(alerts.map(({ storeId }) => storeId).filter((store) => store !== undefined))];
  if (stores.length === 0) return [];
  return db.query<Inhibitor>(
    `SELECT id, rule, store_id AS "storeId" FROM read_models.alerts
     WHERE rule = ANY($1) AND store_id = ANY($2) AND status IN ('open', 'acknowledged')`,
    [inhibitorRules, stores],
  );
}

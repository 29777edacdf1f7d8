import { inhibitions, inhibitorOf, isAbout, overdueAt, type Inhibitor, type Silence } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import type { AlertRow } from './alerts.js';
import { activeSilences } from './silences.js';

/** As much of an alert as silences and inhibitions ask about. */
export type Holdable = Pick<AlertRow, 'rule' | 'key' | 'storeId' | 'severity'>;

/** Why nobody is told of an alert now: the open alert that is its cause, and the silences about it. Neither: people are. */
export interface Hold {
  inhibitedBy?: string;
  silences: readonly Silence[];
}

/** What holds each of these alerts at an instant, in their order; both end with their cause, so neither is stored. */
export async function holdsOn(db: Queryable, alerts: readonly Holdable[], nowMs: number): Promise<Hold[]> {
  const [inhibitors, silences] = await Promise.all([openInhibitors(db, alerts), activeSilences(db, nowMs)]);
  return alerts.map((alert) => {
    const inhibitedBy = inhibitorOf(alert, inhibitors);
    return {
      ...(inhibitedBy !== undefined && { inhibitedBy }),
      silences: silences.filter((silence) => isAbout(silence, alert)),
    };
  });
}

/** Adds to alerts that wait for somebody what depends on the instant and on others: what is overdue, and what holds them. */
export async function markAlerts(db: Queryable, alerts: readonly AlertRow[], nowMs: number): Promise<AlertRow[]> {
  if (alerts.length === 0) return [];
  const holds = await holdsOn(db, alerts, nowMs);
  return alerts.map((alert, index) => withMarks(alert, holds[index]!, nowMs));
}

function withMarks(alert: AlertRow, { inhibitedBy, silences }: Hold, nowMs: number): AlertRow {
  if (alert.status !== 'open' && alert.status !== 'acknowledged') return alert;
  const overdue = overdueAt(alert, nowMs);
  return {
    ...alert,
    ...(overdue && { overdue }),
    ...(inhibitedBy !== undefined && { inhibitedBy }),
    ...(silences.length > 0 && {
      silencedBy: silences.map(({ id, author, reason, until }) => ({ id, author, reason, until })),
    }),
  };
}

const inhibitorRules = inhibitions.map(({ by }) => by);

async function openInhibitors(db: Queryable, alerts: readonly Holdable[]): Promise<Inhibitor[]> {
  const stores = [...new Set(alerts.map(({ storeId }) => storeId).filter((store) => store !== undefined))];
  if (stores.length === 0) return [];
  return db.query<Inhibitor>(
    `SELECT id, rule, store_id AS "storeId" FROM read_models.alerts
     WHERE rule = ANY($1) AND store_id = ANY($2) AND status IN ('open', 'acknowledged')`,
    [inhibitorRules, stores],
  );
}

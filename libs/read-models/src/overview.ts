import type { OverviewView, Severity } from '@tillwatch/api';
import type { Queryable } from '@tillwatch/postgres';
import { severities } from './alerts.js';
import { counters } from './minute-counters.js';

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** The state of everything in one look; `logHead`: the log's last position. */
export async function overview(db: Queryable, nowMs: number, logHead: number): Promise<OverviewView> {
  const [totals, alertRows, minutes] = await Promise.all([
    db.query<Totals>(totalsQuery, [nowMs]),
    db.query<{ severity: number; open: number }>(
      `SELECT severity, count(*) AS open FROM read_models.alerts WHERE status = 'open' GROUP BY severity`,
    ),
    counters(db, nowMs - dayMs, nowMs + minuteMs),
  ]);
  const { operators, locked, disabled, terminals, offline, gaps, frozen, position } = totals[0]!;
  const bySeverity: Record<Severity, number> = { low: 0, medium: 0, high: 0, critical: 0 };
  for (const row of alertRows) bySeverity[severities[row.severity]!] = row.open;
  return {
    operators: { total: operators, locked, disabled },
    terminals: { total: terminals, offline, withOpenGaps: gaps, frozen },
    alerts: { open: alertRows.reduce((sum, row) => sum + row.open, 0), bySeverity },
    counters: minutes,
    position: { log: logHead, readModels: position },
  };
}

interface Totals {
  operators: number;
  locked: number;
  disabled: number;
  terminals: number;
  offline: number;
  gaps: number;
  frozen: number;
  position: number;
}

const totalsQuery = `
  SELECT operators, locked, disabled, terminals, offline, gaps, frozen,
         coalesce((SELECT position FROM read_models.checkpoint), 0) AS position
  FROM (
    SELECT count(*) AS operators,
           count(*) FILTER (WHERE NOT disabled AND locked_until > $1) AS locked,
           count(*) FILTER (WHERE disabled) AS disabled
    FROM read_models.operator_state
  ) AS operator_totals, (
    SELECT count(*) AS terminals,
           count(*) FILTER (WHERE is_offline) AS offline,
           count(*) FILTER (WHERE open_gaps > 0) AS gaps,
           count(*) FILTER (WHERE frozen) AS frozen
    FROM read_models.terminal_state
  ) AS terminal_totals`;

import type { DailyCheck, DailyContent, DailyException } from '@tillwatch/api';
import { severities } from '@tillwatch/events';
import type { Database, Queryable } from '@tillwatch/postgres';
import { readCheckpoint } from './checkpoint.js';

/** Exceptions listed of one check; `checks` counts all of them. */
const maxListed = 50;
/** As R30c has it: a clock further off than this is not just drift. */
const maxOffsetMs = 120_000;

export interface Day {
  /** ms since 1970, the end excluded. */
  from: number;
  to: number;
}

/**
 * What the automatic checks find of a day, and the log position it was looked at. Everything but the dead letters (which
 * are no events) is a function of the log up to there, read as of one instant; so is the order of the lists.
 */
export async function dayContent(
  database: Pick<Database, 'transaction'>,
  day: Day,
  deadLetters: number,
): Promise<{ content: DailyContent; position: number }> {
  return database.transaction(async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const { position } = await readCheckpoint(tx, false);
    const { alerts, handlers } = await alertsOf(tx, day);
    const found: Partial<Record<DailyCheck, Found>> = {};
    for (const [check, text] of Object.entries(queries) as [DailyCheck, string][]) {
      found[check] = await findings(tx, check, text, day);
    }
    found['dead-letters'] = countOnly('dead-letters', deadLetters, 'dead-letters');
    const all = checks.map((check) => [check, found[check]!] as const);
    const content = {
      alerts,
      handlers,
      checks: Object.fromEntries(all.map(([check, { count }]) => [check, count])) as DailyContent['checks'],
      exceptions: all.flatMap(([, { exceptions }]) => exceptions),
    };
    return { content, position };
  });
}

/** In the order they are listed. */
const checks: readonly DailyCheck[] = [
  'alert-unhandled',
  'freeze-unconfirmed',
  'control-failure',
  'gap-open',
  'clock-fault',
  'unsigned-terminal',
  'inspection-overdue',
  'dead-letters',
  'parked-event',
];

/** Each gives `subject` and `detail` of what is not as it should be; `day` has the day's `start` and its `stop`. */
const queries: Record<Exclude<DailyCheck, 'dead-letters'>, string> = {
  'alert-unhandled': `
    SELECT alert.id AS subject, alert.rule || ' ' || alert.key AS detail
    FROM day, read_models.alert_history AS raised JOIN read_models.alerts AS alert ON alert.id = raised.alert_id
    WHERE raised.name = 'AlertRaised' AND raised.recorded_at >= start AND raised.recorded_at < stop
      AND alert.status = 'open'`,
  'freeze-unconfirmed': `
    SELECT id AS subject, terminal_id AS detail FROM day, read_models.control_requests
    WHERE status = 'pending' AND confirm_by < stop`,
  'control-failure': `
    SELECT id AS subject, document->>'control' AS detail FROM day, read_models.control_failures
    WHERE started_at < stop AND (resumed_at IS NULL OR resumed_at >= start)`,
  'gap-open': `
    SELECT terminal_id AS subject, epoch || '/' || first AS detail FROM day, read_models.terminal_gaps
    WHERE status = 'open' AND (document->>'openedAt')::bigint < stop`,
  'clock-fault': `
    SELECT id AS subject, document->'clock'->'value'->>'offsetMs' AS detail FROM day, read_models.terminal_state
    WHERE last_seen >= start AND abs((document->'clock'->'value'->>'offsetMs')::numeric) > ${maxOffsetMs}`,
  'unsigned-terminal': `
    SELECT terminal.id AS subject, NULL AS detail FROM day, read_models.terminal_state AS terminal
    LEFT JOIN read_models.terminal_keys AS keys ON keys.id = terminal.id
    WHERE last_seen >= start AND coalesce(keys.active, 0) = 0`,
  'inspection-overdue': `
    SELECT id AS subject, document->>'inspectionDue' AS detail FROM day, read_models.terminal_registry
    WHERE inspection_due < stop AND NOT retired`,
  'parked-event': 'SELECT position::text AS subject, read_model AS detail FROM read_models.parked_events',
};

interface Found {
  count: number;
  exceptions: DailyException[];
}

async function findings(tx: Queryable, check: DailyCheck, text: string, { from, to }: Day): Promise<Found> {
  const rows = await tx.query<{ subject: string; detail: string | null; count: number }>(
    `WITH day (start, stop) AS (VALUES ($1::bigint, $2::bigint))
     SELECT subject, detail, count(*) OVER () AS count FROM (${text}) AS found
     ORDER BY subject COLLATE "C", detail COLLATE "C" LIMIT ${maxListed}`,
    [from, to],
  );
  const exceptions = rows.map(({ subject, detail }) => ({ check, subject, ...(detail !== null && { detail }) }));
  return { count: rows[0]?.count ?? 0, exceptions };
}

function countOnly(check: DailyCheck, count: number, subject: string): Found {
  return { count, exceptions: count > 0 ? [{ check, subject, detail: String(count) }] : [] };
}

async function alertsOf(tx: Queryable, { from, to }: Day): Promise<Pick<DailyContent, 'alerts' | 'handlers'>> {
  const raised = `
    SELECT alert_id FROM read_models.alert_history WHERE name = 'AlertRaised' AND recorded_at >= $1 AND recorded_at < $2`;
  const rows = await tx.query<{ severity: number; status: string; count: number }>(
    `SELECT severity, status, count(*) AS count FROM read_models.alerts
     WHERE id IN (${raised}) GROUP BY severity, status`,
    [from, to],
  );
  const actors = await tx.query<{ actor: string }>(
    `SELECT DISTINCT actor COLLATE "C" AS actor FROM read_models.alert_history
     WHERE alert_id IN (${raised}) AND actor IS NOT NULL ORDER BY actor`,
    [from, to],
  );
  const bySeverity = Object.fromEntries(severities.map((severity) => [severity, 0]));
  const byStatus: Record<string, number> = { open: 0, acknowledged: 0, resolved: 0, superseded: 0 };
  for (const { severity, status, count } of rows) {
    bySeverity[severities[severity]!]! += count;
    byStatus[status]! += count;
  }
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return { alerts: { total, bySeverity, byStatus }, handlers: actors.map(({ actor }) => actor) };
}

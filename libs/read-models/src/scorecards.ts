import type { ResolutionReason, ScorecardView } from '@tillwatch/api';
import { judge, scorecardDays } from '@tillwatch/domain';
import { resolutionReasons } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { instant } from './paging.js';

type ScoreRow = Record<ResolutionReason, number> & {
  rule: string;
  alerts: number;
  open: number;
  superseded: number;
  acknowledge_ms: number | null;
  resolve_ms: number | null;
};

const reasonCounts = resolutionReasons.map((reason) => `count(*) FILTER (WHERE reason = '${reason}') AS "${reason}"`);

const query = `
  SELECT rule, count(*) AS alerts,
         count(*) FILTER (WHERE status IN ('open', 'acknowledged')) AS open,
         count(*) FILTER (WHERE status = 'superseded') AS superseded,
         ${reasonCounts.join(', ')},
         percentile_disc(0.5) WITHIN GROUP (ORDER BY acknowledge_ms) AS acknowledge_ms,
         percentile_disc(0.5) WITHIN GROUP (ORDER BY resolve_ms) AS resolve_ms
  FROM read_models.alerts WHERE rule = ANY($1) AND last_at > $2 AND last_at <= $3 GROUP BY rule`;

/** What became of each rule's alerts in the 30 days up to an instant, by corrected event time; in the order asked. */
export async function scorecards(db: Queryable, rules: readonly string[], asOfMs: number): Promise<ScorecardView[]> {
  const fromMs = asOfMs - scorecardDays * 86_400_000;
  const rows = await db.query<ScoreRow>(query, [rules, fromMs, asOfMs]);
  const span = { from: instant(fromMs), to: instant(asOfMs) };
  return rules.map((rule) => ({ rule, ...span, ...scoreOf(rows.find((row) => row.rule === rule)) }));
}

function scoreOf(row: ScoreRow | undefined): Omit<ScorecardView, 'rule' | 'from' | 'to'> {
  const counts = resolutionReasons.map((reason) => [reason, row?.[reason] ?? 0] as const);
  const resolved = Object.fromEntries(counts) as Record<ResolutionReason, number>;
  return {
    alerts: row?.alerts ?? 0,
    open: row?.open ?? 0,
    superseded: row?.superseded ?? 0,
    resolved,
    ...judge(resolved),
    ...(typeof row?.acknowledge_ms === 'number' && { acknowledgeMs: row.acknowledge_ms }),
    ...(typeof row?.resolve_ms === 'number' && { resolveMs: row.resolve_ms }),
  };
}

import type { BackfillLine, BackfillSummary } from '@tillwatch/api';
import { subjectsOf, type Decision, type Found } from '@tillwatch/detection';
import { stageOf, type RuleLife } from '@tillwatch/domain';
import type { EventStore, StreamAppend } from '@tillwatch/event-store';
import type { Clock } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';
import { findingAppend } from './alert-events.js';
import { runBacktest, type BacktestRequest, type KeyOutcome } from './backtest-run.js';
import { instant } from './paging.js';
import { ruleLives } from './rule-life.js';

export interface Backfilling {
  database: Database;
  store: Pick<EventStore, 'append'>;
  clock: Clock;
  /** Of the alerts. */
  tenant: string;
}

/**
 * Judges a past range again and raises what nobody was told of, marked late and as a backfill, where the rule is live now. What
 * was told stays as it is. An alert's stream and event are named by its finding, so doing it again, or while the same is
 * being found live, raises nothing twice.
 */
export async function* backfill(of: Backfilling, request: BacktestRequest): AsyncIterable<BackfillLine> {
  const { rule, from, to } = request;
  const life = (await ruleLives(of.database)).get(rule.id);
  const summary: BackfillSummary = {
    ...{ rule: rule.id, version: rule.version, from: instant(from), to: instant(to) },
    ...{ keys: 0, events: 0, findings: 0, raised: 0, known: 0, held: 0, limitHits: 0 },
  };
  for await (const { keys, keysDone, events, outcomes } of runBacktest(of.database, request)) {
    summary.keys = keysDone;
    summary.events += events;
    for (const outcome of outcomes) yield* raiseUntold(of, request, { outcome, life, summary });
    yield { progress: { keys, keysDone, events: summary.events, findings: summary.findings } };
  }
  yield { summary };
}

interface Judged {
  outcome: KeyOutcome;
  life: RuleLife | undefined;
  summary: BackfillSummary;
}

async function* raiseUntold(
  { store, clock, tenant }: Backfilling,
  { rule }: BacktestRequest,
  { outcome, life, summary }: Judged,
): AsyncIterable<BackfillLine> {
  summary.limitHits += outcome.limitHits;
  for (const found of outcome.found) {
    summary.findings++;
    const { alertId, finding, opening } = found;
    const { stage } = stageOf(life, rule.version, opening.storeId, Infinity);
    if (outcome.alerts.has(alertId) || outcome.shadows.has(alertId)) summary.known++;
    else if (stage !== 'live') summary.held++;
    else {
      const decision = decisionOf(found, outcome, rule);
      // Judged by what the rule is now: somebody asked for what happened before it was.
      const how = { nowMs: clock(), tenant, stage: { stage }, backfill: true };
      const append: StreamAppend = findingAppend(decision, {}, how)!;
      const [result] = await store.append([append]);
      if (!result!.ok) {
        summary.known++;
        continue;
      }
      summary.raised++;
      const { severity, count, firstAt, lastAt } = finding;
      const key = `${outcome.key.groupBy}:${outcome.key.value}`;
      yield { raised: { id: alertId, severity, key, count, firstAt: instant(firstAt), lastAt: instant(lastAt) } };
    }
  }
}

function decisionOf(
  { alertId, finding, opening, lateByMs }: Found,
  { key }: KeyOutcome,
  rule: Decision['rule'],
): Decision {
  return {
    ...{ alertId, rule, key, kind: 'raise', finding, lateByMs },
    ...subjectsOf(key, opening),
  };
}

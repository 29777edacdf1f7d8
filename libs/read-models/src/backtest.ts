import type { BacktestFinding, BacktestLine, BacktestSummary, BacktestVanished } from '@tillwatch/api';
import { subjectsOf, type Found } from '@tillwatch/detection';
import { canonicalJson } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';
import { findingOf, type AlertState } from './alerts.js';
import { runBacktest, type BacktestRequest, type KeyOutcome } from './backtest-run.js';
import { instant } from './paging.js';

/** Lines about findings that are sent; more are only counted. */
export const maxPrinted = 10_000;

/**
 * What a rule would have found in a past range and with which events, beside what was told then: progress as it goes, at
 * last a summary. It only reads.
 */
export async function* backtest(database: Database, request: BacktestRequest): AsyncIterable<BacktestLine> {
  const tally = new Tally(request);
  for await (const { keys, keysDone, events, outcomes, position } of runBacktest(database, request)) {
    tally.summary.position = position;
    tally.summary.events += events;
    for (const outcome of outcomes) yield* tally.take(outcome);
    tally.summary.keys = keysDone;
    yield { progress: { keys, keysDone, events: tally.summary.events, findings: tally.summary.findings } };
  }
  yield { summary: tally.summary };
}

class Tally {
  readonly summary: BacktestSummary;

  constructor(private readonly request: BacktestRequest) {
    const { rule, from, to, thresholds } = request;
    this.summary = {
      ...{ rule: rule.id, version: rule.version, from: instant(from), to: instant(to), position: 0 },
      ...{ keys: 0, events: 0, findings: 0, printed: 0, differs: 0, noLonger: 0, limitHits: 0 },
      bySeverity: { low: 0, medium: 0, high: 0, critical: 0 },
      told: { alert: 0, shadow: 0, withdrawn: 0, nobody: 0 },
      ...(rule.withThreshold && { threshold: rule.tiers![0]!.count }),
      ...(rule.withThreshold &&
        thresholds && { thresholds: thresholds.map((threshold) => ({ threshold, findings: 0 })) }),
    };
  }

  *take(outcome: KeyOutcome): Iterable<BacktestLine> {
    const { summary } = this;
    summary.limitHits += outcome.limitHits;
    outcome.counts.forEach((count, index) => (summary.thresholds![index]!.findings += count));
    for (const found of outcome.found) {
      const finding = findingLine(found, outcome);
      summary.findings++;
      summary.bySeverity[finding.severity]++;
      summary.told[finding.told]++;
      summary.differs += Number(finding.differs);
      if (this.mayPrint()) yield { finding };
    }
    const now = new Set(outcome.found.map(({ alertId }) => alertId));
    for (const alert of outcome.alerts.values()) {
      if (now.has(alert.id) || !this.isOfRange(alert)) continue;
      summary.noLonger++;
      if (this.mayPrint()) yield { noLonger: vanished(alert) };
    }
  }

  private mayPrint(): boolean {
    if (this.summary.printed === maxPrinted) return false;
    this.summary.printed++;
    return true;
  }

  private isOfRange({ status, firstAt, lastAt, storeId }: AlertState): boolean {
    const { from, to, stores } = this.request;
    const isWithin = Date.parse(firstAt) >= from && Date.parse(lastAt) < to;
    const isOfStores = !stores || (storeId !== undefined && stores.includes(storeId));
    return isWithin && isOfStores && status !== 'superseded';
  }
}

function findingLine({ alertId, finding, opening, lateByMs }: Found, outcome: KeyOutcome): BacktestFinding {
  const { key } = outcome;
  const { severity, count, firstAt, lastAt, evidence, details } = finding;
  const alert = outcome.alerts.get(alertId);
  const shadow = outcome.shadows.get(alertId);
  const known = alert ?? shadow;
  return {
    id: alertId,
    severity,
    key: `${key.groupBy}:${key.value}`,
    ...subjectsOf(key, opening),
    terminalId: opening.terminalId,
    ...{ count, firstAt: instant(firstAt), lastAt: instant(lastAt), evidence, details, lateByMs },
    told: alert ? (alert.status === 'superseded' ? 'withdrawn' : 'alert') : shadow ? 'shadow' : 'nobody',
    differs: known !== undefined && canonicalJson(findingOf(known)) !== canonicalJson(finding),
  };
}

function vanished({ id, severity, status, ruleVersion, key, count, firstAt, lastAt }: AlertState): BacktestVanished {
  return { id, severity, status, ruleVersion, key, count, firstAt, lastAt };
}

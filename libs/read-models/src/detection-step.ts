import type { Decision, DetectionEngine, Observation } from '@tillwatch/detection';
import { appendWithin, type StoredEvent, type StreamAppend, type StreamResult } from '@tillwatch/event-store';
import type { Clock } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { alertAppend } from './alert-events.js';
import type { AlertState } from './alerts.js';
import { loadMissing, observationFrom, observationOf } from './observations.js';
import type { ProjectedBatch } from './read-model.js';
import { revisedRows } from './timeline.js';

/** What alerts' streams tell now, by alert id. */
export type AlertSource = (ids: readonly string[]) => Promise<ReadonlyMap<string, AlertState>>;

/**
 * Lets the rules see a batch that the timeline holds already. Where a late heartbeat moved events in time, the keys they
 * count for are loaded again, so that what was found is what would have been, had it come first.
 */
export async function detect(tx: Queryable, engine: DetectionEngine, batch: ProjectedBatch): Promise<Decision[]> {
  const observations: Observation[] = [];
  for (const event of batch.events) {
    if (!engine.watches(event.name, event.header.marks)) continue;
    const observation = observationOf(event);
    if (observation) observations.push(observation);
  }
  if (batch.revisions.length > 0) await forgetRevised(tx, engine, batch, observations);
  if (observations.length === 0) return [];
  await loadMissing(tx, engine, observations);
  return engine.observe(observations);
}

async function forgetRevised(
  tx: Queryable,
  engine: DetectionEngine,
  { revisions }: ProjectedBatch,
  observations: Observation[],
): Promise<void> {
  const revised = new Map<string, Observation>();
  for (const revision of revisions) {
    for (const row of await revisedRows(tx, revision))
      revised.set(`${row.terminal_id}/${row.id}`, observationFrom(row));
  }
  for (const { terminalId, operatorId } of revised.values()) {
    engine.forget({ groupBy: 'terminal', value: terminalId });
    if (operatorId !== undefined) engine.forget({ groupBy: 'operator', value: operatorId });
  }
  observations.forEach((observation, index) => {
    const key = `${observation.terminalId}/${observation.id}`;
    observations[index] = revised.get(key) ?? observation;
    revised.delete(key);
  });
  observations.push(...revised.values());
}

/** Puts alert events into the log: within the transaction where that is the log's own, into the log beside it otherwise. */
export type AlertAppender = (tx: Queryable, appends: readonly StreamAppend[]) => Promise<StreamResult[]>;

/** An alert's stream grew while we decided: what we know of it is old, so the batch must be done again. */
export class AlertMovedError extends Error {
  override readonly name = 'AlertMovedError';
}

interface AlertOptions {
  clock: Clock;
  tenant: string;
  /** Default: in the caller's transaction. */
  appendAlerts?: AlertAppender;
}

/**
 * Appends what was decided; returns the alert events as stored, in log order. Where the log is not in this transaction and
 * that is rolled back, the same decisions find their events there the next time and append nothing.
 */
export async function appendAlerts(
  tx: Queryable,
  decisions: readonly Decision[],
  alertsNow: AlertSource,
  { clock, tenant, appendAlerts = appendWithin }: AlertOptions,
): Promise<StoredEvent[]> {
  if (decisions.length === 0) return [];
  const known = await alertsNow(decisions.map((decision) => decision.alertId));
  const nowMs = clock();
  const appends = decisions
    .map((decision) => alertAppend(decision, known.get(decision.alertId), nowMs, tenant))
    .filter((append) => append !== undefined);
  if (appends.length === 0) return [];
  return storedAlerts(appends, await appendAlerts(tx, appends));
}

function storedAlerts(appends: readonly StreamAppend[], results: readonly StreamResult[]): StoredEvent[] {
  return appends
    .map(({ stream, events }, index): StoredEvent => {
      const result = results[index]!;
      if (!result.ok) throw new AlertMovedError(`${stream} is at revision ${result.actualRevision}.`);
      return { ...events[0]!, stream, revision: result.revision, position: result.positions[0]! };
    })
    .sort((a, b) => a.position - b.position);
}

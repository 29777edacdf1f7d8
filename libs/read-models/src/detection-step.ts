import {
  detectionLimits,
  groupings,
  keyValueOf,
  limitDecisions,
  type Decision,
  type DetectionEngine,
  type Observation,
} from '@tillwatch/detection';
import { appendWithin, type StoredEvent, type StreamAppend, type StreamResult } from '@tillwatch/event-store';
import { stageOf } from '@tillwatch/domain';
import type { Clock } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { findingAppend } from './alert-events.js';
import { loadMissing, observationFrom, observationOf } from './observations.js';
import type { ProjectedBatch } from './read-model.js';
import { ruleLives, unspokenStage } from './rule-life.js';
import { revisedRows } from './timeline.js';
import type { Told, ToldSource } from './told.js';

/**
 * Lets the rules see a batch that the timeline holds already. Where a late heartbeat moved events in time, the keys they
 * count for are loaded again, so that what was found is what would have been, had it come first.
 */
export async function detect(tx: Queryable, engine: DetectionEngine, batch: ProjectedBatch): Promise<Decision[]> {
  const observations: Observation[] = [];
  for (const event of batch.events) {
    if (!engine.watches(event.header.marks ? { ...event, marks: event.header.marks } : event)) continue;
    const observation = observationOf(event);
    if (observation) observations.push(observation);
  }
  if (batch.revisions.length > 0) await forgetRevised(tx, engine, batch, observations);
  if (observations.length === 0) return [];
  await loadMissing(tx, engine, observations, batch.events[0]!.position);
  const decisions = engine.observe(observations);
  return [...decisions, ...limitDecisions(engine.takeLimits())];
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
  for (const observation of revised.values()) {
    for (const groupBy of groupings) {
      const value = keyValueOf(observation, groupBy);
      if (value !== undefined) engine.forget({ groupBy, value });
    }
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
  engine: Pick<DetectionEngine, 'decline'>;
  clock: Clock;
  tenant: string;
  /** Default: in the caller's transaction. */
  appendAlerts?: AlertAppender;
}

/** What was decided at a place in the log. */
export interface Decided {
  decisions: readonly Decision[];
  position: number;
}

/**
 * Appends what was decided; returns its events as stored, in log order. Where the log is not in this transaction and
 * that is rolled back, the same decisions find their events there the next time and append nothing.
 */
export async function appendAlerts(
  tx: Queryable,
  { decisions, position }: Decided,
  toldNow: ToldSource,
  { engine, clock, tenant, appendAlerts = appendWithin }: AlertOptions,
): Promise<StoredEvent[]> {
  if (decisions.length === 0) return [];
  const known = await toldNow(decisions.map((decision) => decision.alertId));
  const lives = await ruleLives(tx);
  const nowMs = clock();
  const appends: StreamAppend[] = [];
  for (const decided of decisions) {
    const told = known.get(decided.alertId) ?? {};
    const decision = decided.rule === detectionLimits ? saidAgain(decided, told) : decided;
    if (!decision) continue;
    const { id, version } = decision.rule;
    const stage = stageOf(lives.get(id), version, storeOf(decision, told), position, unspokenStage(decision.rule));
    const append = findingAppend(decision, told, { nowMs, tenant, stage });
    if (append) appends.push(append);
    else if (!told.alert && !told.shadow) engine.decline(decision);
  }
  if (appends.length === 0) return [];
  return storedAlerts(appends, await appendAlerts(tx, appends));
}

/** That a limit was met is told once; what came after somebody resolved it opens the alert again. */
function saidAgain(decision: Decision, { alert, shadow }: Told): Decision | undefined {
  if (!alert && !shadow) return decision;
  if (decision.kind !== 'raise' || alert?.status !== 'resolved') return undefined;
  const { finding } = decision;
  // Decided once more after a crash: it has opened the alert already.
  if (finding.evidence.some((id) => alert.evidence.includes(id))) return undefined;
  return { ...decision, finding: { ...finding, count: alert.count + finding.count } };
}

function storeOf(decision: Decision, { alert, shadow }: Told): string | undefined {
  return decision.kind === 'raise' ? decision.storeId : (alert ?? shadow)?.storeId;
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

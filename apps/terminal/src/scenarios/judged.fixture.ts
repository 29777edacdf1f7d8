import { createDetectionEngine, rules, type Decision, type Finding, type Observation } from '@tillwatch/detection';
import { parseEvents, redact, type CloudEvent } from '@tillwatch/events';
import type { PlannedTerminal } from '../fleet/perform-till.js';
import { batchBody, type JournalEntry } from '../journal/journal.js';

/** Every event of the plan as the platform would take it in: parsed, redacted, on corrected time; in journal order. */
export function observationsOf({ id, entries }: Pick<PlannedTerminal, 'id' | 'entries'>): Observation[] {
  let offsetMs = 0;
  return takenIn(entries).map(({ event, marks }) => {
    const measured = event.data['clockOffsetMs'];
    if (typeof measured === 'number') offsetMs = measured;
    return observed(event, id, Date.parse(event.time) - offsetMs, marks);
  });
}

/** What an importer made of a log, in its order: such clocks are taken at their word. */
export function importedObservations(entries: readonly JournalEntry[]): Observation[] {
  return takenIn(entries).map(({ event, marks }) =>
    observed(event, event.source.replace('/terminals/', ''), Date.parse(event.time), marks),
  );
}

function takenIn(entries: readonly JournalEntry[]): ReturnType<typeof redact>[] {
  const parsed = [];
  for (let i = 0; i < entries.length; i += 1_000) {
    const batch = parseEvents(batchBody(entries.slice(i, i + 1_000).map(({ text }) => text)), 'batch');
    if (!batch.ok) throw new Error(batch.error.message);
    parsed.push(...batch.value);
  }
  return parsed.map((item) => {
    if (!item.ok || !item.mapped) throw new Error(`intake would refuse or not map this: ${JSON.stringify(item)}`);
    return redact(item.event, 'test-key');
  });
}

export function observed(event: CloudEvent, terminalId: string, at: number, marks: readonly string[]): Observation {
  return {
    id: event.id,
    name: event.type.split('.')[1]!,
    at,
    recordedAt: at,
    terminalId,
    epoch: event.epoch!,
    sequence: Number(event.sequence),
    ...(event.subject && { operatorId: event.subject }),
    ...(event.storeid && { storeId: event.storeid }),
    ...(marks.length && { marks }),
    data: event.data,
  };
}

/** One that stands in the end, as its last decision told it. */
export interface Standing {
  rule: string;
  key: string;
  finding: Finding;
}

/** The alerts that stand after these batches, by rule and key. */
export function standingAfter(batches: readonly (readonly Observation[])[]): Standing[] {
  const engine = createDetectionEngine(rules);
  const standing = new Map<string, Exclude<Decision, { kind: 'supersede' }>>();
  for (const batch of batches) {
    for (const key of engine.missing(batch)) engine.load(key, [], []);
    for (const decision of engine.observe(batch)) {
      if (decision.kind === 'supersede') standing.delete(decision.alertId);
      else standing.set(decision.alertId, decision);
    }
  }
  return [...standing.values()].map(({ rule, key, finding }) => ({
    rule: rule.id,
    key: `${key.groupBy}:${key.value}`,
    finding,
  }));
}

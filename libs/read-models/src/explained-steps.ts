import type { ExplanationStep, RuleLimits } from '@tillwatch/api';
import { explain, type Explanation, type Key, type Rule } from '@tillwatch/detection';
import type { Database } from '@tillwatch/postgres';
import { readCheckpoint } from './checkpoint.js';
import { keyEvents, type KeyEvent, type Span } from './key-events.js';
import { entryOf, type TimelineRow } from './timeline.js';

/** Events of one key that are folded; of a longer span the end is left out, and that is said. */
const maxEvents = 20_000;
const maxSteps = 500;

export interface Explained extends Explanation {
  rows: ReadonlyMap<string, TimelineRow>;
  /** More happened in the span than is told. */
  truncated: boolean;
}

/** Folds what a rule sees of a key over a span, and as far back as matters; its steps are those of the span. */
export async function explained(
  database: Database,
  rule: Rule,
  key: Key,
  { from, to, lookBackMs }: Span & { lookBackMs: number },
): Promise<Explained> {
  const { position } = await readCheckpoint(database, false);
  const events: KeyEvent[] = [];
  for await (const page of keyEvents(database, rule, [key.value], { from: from - lookBackMs, to, position })) {
    events.push(...page);
    if (events.length > maxEvents) break;
  }
  const kept = events.slice(0, maxEvents);
  const explanation = explain(rule, key, kept.map(({ event }) => event), from); // prettier-ignore
  const rows = new Map(kept.map(({ event, row }) => [event.id, row]));
  return { ...explanation, rows, truncated: events.length > maxEvents || explanation.steps.length > maxSteps };
}

/** The latest of them, as an answer has them. */
export function stepViews({ steps, rows }: Explained): ExplanationStep[] {
  return steps.slice(-maxSteps).map(({ event, outcome, alertId, finding, counts, progress, compared, state }) => ({
    event: entryOf(rows.get(event.id)!),
    outcome,
    ...(alertId !== undefined && { alertId }),
    ...(finding && { severity: finding.severity, count: finding.count }),
    ...(counts !== undefined && { counts }),
    ...(progress && {
      progress: { value: progress.value, threshold: progress.threshold, windowMs: progress.windowMs },
    }),
    ...(compared && { compared: compared.map(({ value, ...one }) => ({ ...one, value: [...value] })) }),
    state,
  }));
}

export function limitsOf({ window, tiers = [] }: Rule): RuleLimits {
  return {
    windowMs: window,
    tiers: tiers.map(({ count, windowMs, severity }) => ({ count, windowMs, severity })),
  };
}

import {
  headReader,
  type CorrelationCounters,
  type CorrelationMatch,
  type Correlator,
  type EventReference,
  type HeadFields,
  type RuleHit,
  type SigmaEngine,
} from '@tillwatch/detection';
import type { EventLine } from './event-lines.js';
import { correlationRecord, ruleRecord } from './match-record.js';
import type { Output } from './output.js';
import { tell } from './tell.js';

/** Hits that are kept to be sorted by time; more than that needs a sorted file. */
const MAX_SORTED = 1_000_000;
/** Broken lines that are told one by one. */
const MAX_TOLD = 1_000;

export interface EvaluateOptions {
  fields: HeadFields;
  /** The events come in order of time: correlations follow them as they come, and nothing is kept to sort. */
  sorted: boolean;
}

export interface Summary {
  events: number;
  broken: number;
  /** Events that a correlation wanted, but without a time. */
  untimed: number;
  tooManyToSort: boolean;
  counters: CorrelationCounters;
}

interface Timed {
  at: number;
  event: EventReference;
  hits: RuleHit[];
}

/** Runs events through the rules, writes what matches as it is known, and says what was left out. */
export async function evaluate(
  engine: SigmaEngine,
  batches: AsyncIterable<EventLine[]>,
  output: Output,
  { fields, sorted }: EvaluateOptions,
): Promise<Summary> {
  const readHead = headReader(fields);
  const correlator = engine.openCorrelator();
  const { counters } = correlator;
  const summary: Summary = { events: 0, broken: 0, untimed: 0, tooManyToSort: false, counters };
  const kept: Timed[] = [];

  for await (const batch of batches) {
    for (const line of batch) {
      if ('why' in line) tellBroken(++summary.broken, line);
      else observe(line.line, line.event);
    }
    await output.drain();
  }
  if (!summary.tooManyToSort) {
    kept.sort((a, b) => a.at - b.at || a.event.line - b.event.line);
    for (const timed of kept) write(follow(correlator, timed));
    write(correlator.end());
  }
  await output.flush();
  return summary;

  function observe(line: number, event: object): void {
    summary.events++;
    const { matched, hits } = engine.observe(event);
    if (!matched.length && !hits.length) return;
    const { at, id } = readHead(event);
    const reference: EventReference = id === undefined ? { line } : { line, id };
    for (const rule of matched) output.write(ruleRecord(rule, reference, at));
    if (!hits.length) return;
    if (at === undefined) summary.untimed++;
    else if (sorted) write(follow(correlator, { at, event: reference, hits }));
    else if (kept.length < MAX_SORTED) kept.push({ at, event: reference, hits });
    else summary.tooManyToSort = true;
  }

  function write(matches: readonly CorrelationMatch[]): void {
    for (const match of matches) output.write(correlationRecord(match));
  }
}

function follow(correlator: Correlator, { at, event, hits }: Timed): CorrelationMatch[] {
  return correlator.push(at, event, hits);
}

function tellBroken(count: number, { line, why }: { line: number; why: string }): void {
  if (count <= MAX_TOLD) tell('brokenLine', { line, why });
}

/** Tells the person what happened. Returns whether every correlation saw all it should have. */
export function tellSummary({ events, broken, untimed, tooManyToSort, counters }: Summary, matches: number): boolean {
  if (broken > MAX_TOLD) tell('moreBrokenLines', { count: broken - MAX_TOLD });
  if (untimed) tell('untimed', { count: untimed });
  if (counters.incomplete) tell('incomplete', { count: counters.incomplete });
  if (counters.unordered) tell('unordered', { count: counters.unordered });
  const dropped = counters.groupsDropped > 0 || counters.eventsDropped > 0;
  if (dropped) tell('dropped', { groups: counters.groupsDropped, events: counters.eventsDropped });
  if (tooManyToSort) tell('tooManyToSort', { count: MAX_SORTED });
  tell('done', { events, broken, matches });
  return !dropped && !tooManyToSort && !counters.unordered;
}

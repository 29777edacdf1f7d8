import {
  groupings,
  HABIT_MS,
  keyValueOf,
  PART_OF_DAY_MS,
  WEEK_MS,
  type DetectionEngine,
  type Grouping,
  type Key,
  type Observation,
} from '@tillwatch/detection';
import type { Mark } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import type { ProjectedEvent } from './read-model.js';
import { isLasting, type TimelineRow } from './timeline.js';
import { knownFindings } from './told.js';

/** An event in a terminal's stream, or about an operator, as rules see it; `undefined` for any other. */
export function observationOf(event: ProjectedEvent): Observation | undefined {
  const { header, terminalId, data } = event.about ?? event;
  if (terminalId === undefined) return undefined;
  return {
    id: header.id,
    name: event.name,
    at: event.at,
    recordedAt: event.recordedAt,
    terminalId,
    ...(header.epoch !== undefined && { epoch: header.epoch, sequence: Number(header.sequence) }),
    ...(header.subject !== undefined && { operatorId: header.subject }),
    ...(header.storeid !== undefined && { storeId: header.storeid }),
    ...(header.marks && { marks: header.marks }),
    data,
  };
}

/** The same from the timeline, where the time is as corrected as it ever was. */
export function observationFrom(row: TimelineRow): Observation {
  return {
    id: row.id,
    name: row.name,
    at: row.at,
    recordedAt: row.recorded_at,
    terminalId: row.terminal_id,
    ...(row.in_journal && { epoch: row.place_epoch, sequence: row.place_sequence }),
    ...(row.operator_id !== null && { operatorId: row.operator_id }),
    ...(row.store_id !== null && { storeId: row.store_id }),
    ...(row.marks !== null && { marks: row.marks.split(',') as Mark[] }),
    data: row.data,
  };
}

/** Newest events loaded of one key; far more than any rule needs to see. */
const maxHistory = 20_000;
/** Clocks may be ahead of ours by this much before their time is not believed as "newest". */
const aheadMs = 60_000;

const historyOf: Record<Grouping, string> = {
  operator: historyQuery('operator_id', 'true'),
  terminal: historyQuery('terminal_id', 'NOT routine'),
  store: historyQuery('store_id', 'NOT routine'),
  actor: historyQuery('actor', 'true'),
};

/** Newest events loaded of one terminal or operator that last; each has a handful. */
const maxLasting = 1_000;

const partOfDay = `at % 86400000 / ${PART_OF_DAY_MS}`;

/** What lasts for good, and where and when operators signed in lately: of each place, week and part of the day the newest. */
const lastingOf: Partial<Record<Grouping, readonly string[]>> = {
  terminal: [lastingQuery('terminal_id', isLasting.terminal)],
  operator: [
    lastingQuery('operator_id', isLasting.operator),
    `SELECT event.* FROM unnest($1::text[]) AS wanted (key)
     CROSS JOIN LATERAL (
       SELECT at FROM read_models.timeline WHERE operator_id = wanted.key AND at <= $2 AND position < $3
       ORDER BY at DESC LIMIT 1
     ) AS newest
     CROSS JOIN LATERAL (
       SELECT DISTINCT ON (terminal_id, store_id, data ->> 'networkId', at / ${WEEK_MS}, ${partOfDay}) *
       FROM read_models.timeline
       WHERE operator_id = wanted.key AND at >= newest.at - ${HABIT_MS} AND at <= $2 AND position < $3
         AND name = 'LoginSucceeded'
       ORDER BY terminal_id, store_id, data ->> 'networkId', at / ${WEEK_MS}, ${partOfDay}, at DESC
     ) AS event`,
  ],
};

/**
 * Gives the engine the history and the alerts of every key these observations touch and it does not hold. `before`: the log
 * position of the first of them; history ends there, so that a batch which spans more than the horizon is judged whole.
 */
export async function loadMissing(
  tx: Queryable,
  engine: DetectionEngine,
  observations: readonly Observation[],
  before: number,
): Promise<void> {
  const keys = engine.missing(observations);
  if (keys.length === 0) return;
  const now = observations.reduce((latest, event) => Math.max(latest, event.recordedAt), 0) + aheadMs;
  const known = await knownFindings(tx, keys.map(nameOf));
  const histories = new Map<string, Observation[]>();
  const remember = (groupBy: Grouping, rows: readonly TimelineRow[]): void => {
    for (const row of rows) {
      const observation = observationFrom(row);
      const name = nameOf({ groupBy, value: keyValueOf(observation, groupBy)! });
      const history = histories.get(name);
      if (history) history.push(observation);
      else histories.set(name, [observation]);
    }
  };
  for (const groupBy of groupings) {
    const values = keys.filter((key) => key.groupBy === groupBy).map((key) => key.value);
    if (values.length === 0) continue;
    const parameters = [values, now, engine.horizon[groupBy], engine.names[groupBy], before];
    remember(groupBy, await tx.query<TimelineRow>(historyOf[groupBy], parameters, `history ${groupBy}`));
    for (const [index, sql] of (lastingOf[groupBy] ?? []).entries()) {
      remember(groupBy, await tx.query<TimelineRow>(sql, [values, now, before], `lasting of ${groupBy} ${index}`));
    }
  }
  for (const key of keys) engine.load(key, histories.get(nameOf(key)) ?? [], known.get(nameOf(key)) ?? []);
}

function nameOf({ groupBy, value }: Key): string {
  return `${groupBy}:${value}`;
}

function historyQuery(column: string, counts: string): string {
  return `
    SELECT event.* FROM unnest($1::text[]) AS wanted (key)
    CROSS JOIN LATERAL (
      SELECT at FROM read_models.timeline
      WHERE ${column} = wanted.key AND at <= $2 AND (name = ANY($4) OR marks IS NOT NULL) AND position < $5 AND ${counts}
      ORDER BY at DESC LIMIT 1
    ) AS newest
    CROSS JOIN LATERAL (
      SELECT * FROM read_models.timeline
      WHERE ${column} = wanted.key AND at >= newest.at - $3::bigint AND (name = ANY($4) OR marks IS NOT NULL) AND position < $5 AND ${counts}
      ORDER BY at DESC LIMIT ${maxHistory}
    ) AS event`;
}

function lastingQuery(column: string, isLasting: string): string {
  return `
    SELECT event.* FROM unnest($1::text[]) AS wanted (key)
    CROSS JOIN LATERAL (
      SELECT * FROM read_models.timeline WHERE ${column} = wanted.key AND at <= $2 AND position < $3 AND ${isLasting}
      ORDER BY at DESC LIMIT ${maxLasting}
    ) AS event`;
}

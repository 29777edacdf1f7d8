import type { DetectionEngine, Grouping, Key, Observation } from '@tillwatch/detection';
import type { Mark } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import type { ProjectedEvent } from './read-model.js';
import { isLasting, notRoutine, type TimelineRow } from './timeline.js';
import { knownFindings } from './told.js';

/** An event in a terminal's stream as rules see it; `undefined` for any other. */
export function observationOf(event: ProjectedEvent): Observation | undefined {
  const { header, terminalId } = event;
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
    data: event.data,
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
  terminal: historyQuery('terminal_id', notRoutine),
};

/** Newest events loaded of one terminal that last; a terminal has a handful. */
const maxLasting = 1_000;

const lastingOfTerminal = `
  SELECT event.* FROM unnest($1::text[]) AS wanted (key)
  CROSS JOIN LATERAL (
    SELECT * FROM read_models.timeline WHERE terminal_id = wanted.key AND ${isLasting} AND position < $2
    ORDER BY at DESC LIMIT ${maxLasting}
  ) AS event`;

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
      const name = nameOf({ groupBy, value: (groupBy === 'operator' ? row.operator_id : row.terminal_id)! });
      const history = histories.get(name);
      if (history) history.push(observationFrom(row));
      else histories.set(name, [observationFrom(row)]);
    }
  };
  for (const groupBy of ['operator', 'terminal'] as const) {
    const values = keys.filter((key) => key.groupBy === groupBy).map((key) => key.value);
    if (values.length === 0) continue;
    const parameters = [values, now, engine.horizon, before];
    remember(groupBy, await tx.query<TimelineRow>(historyOf[groupBy], parameters, `history ${groupBy}`));
    if (groupBy === 'terminal') {
      remember(groupBy, await tx.query(lastingOfTerminal, [values, before], 'lasting of terminal'));
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
      SELECT at FROM read_models.timeline WHERE ${column} = wanted.key AND at <= $2 AND position < $4 AND ${counts}
      ORDER BY at DESC LIMIT 1
    ) AS newest
    CROSS JOIN LATERAL (
      SELECT * FROM read_models.timeline WHERE ${column} = wanted.key AND at >= newest.at - $3::bigint AND position < $4
        AND ${counts}
      ORDER BY at DESC LIMIT ${maxHistory}
    ) AS event`;
}

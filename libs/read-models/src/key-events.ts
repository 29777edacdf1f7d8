import { keyValueOf, type Grouping, type Key, type Observation, type Rule } from '@tillwatch/detection';
import type { Database, Queryable } from '@tillwatch/postgres';
import { observationFrom } from './observations.js';
import { NO_TERMINAL } from './operator-facts.js';
import type { TimelineRow } from './timeline.js';

/** Which past: corrected event times, ms since 1970, `from` inclusive, `to` exclusive. */
export interface Span {
  from: number;
  to: number;
}

export interface KeyEvent {
  key: Key;
  event: Observation;
  row: TimelineRow;
}

interface KeyColumn {
  column: string;
  /** What is true of every event that counts for a key of this grouping. */
  counts: string;
  /** The order in which rules see the events of one key; `event-order.ts` has the same in words. */
  order: string;
}

const journal = 'in_journal, CASE WHEN in_journal THEN place_epoch END, CASE WHEN in_journal THEN place_sequence END';

const byTime = `at, terminal_id, ${journal}, id`;

const keyColumns: Record<Grouping, KeyColumn> = {
  operator: {
    column: 'operator_id',
    counts: `operator_id IS NOT NULL AND operator_id NOT LIKE 'unknown-%'`,
    order: byTime,
  },
  terminal: { column: 'terminal_id', counts: `terminal_id <> '${NO_TERMINAL}'`, order: `${journal}, at, id` },
  store: { column: 'store_id', counts: 'store_id IS NOT NULL', order: byTime },
  actor: { column: 'actor', counts: 'actor IS NOT NULL', order: byTime },
};

/** The keys there are, in order: one look at the index for each, however many events it has. */
const keysAfter = (column: string, counts: string): string => `
  WITH RECURSIVE keys AS (
    (SELECT ${column} AS key FROM read_models.timeline WHERE ${column} > $1 AND ${counts} ORDER BY ${column} LIMIT 1)
    UNION ALL
    SELECT (SELECT ${column} FROM read_models.timeline WHERE ${column} > keys.key AND ${counts} ORDER BY ${column} LIMIT 1)
    FROM keys WHERE keys.key IS NOT NULL
  )
  SELECT key FROM keys WHERE key IS NOT NULL`;

export async function countKeys(db: Queryable, groupBy: Grouping): Promise<number> {
  const { column, counts } = keyColumns[groupBy];
  const [row] = await db.query<{ keys: number }>(`SELECT count(*) AS keys FROM (${keysAfter(column, counts)}) AS k`, [
    '',
  ]);
  return row!.keys;
}

export async function nextKeys(db: Queryable, groupBy: Grouping, after: string, limit: number): Promise<string[]> {
  const { column, counts } = keyColumns[groupBy];
  const rows = await db.query<{ key: string }>(`${keysAfter(column, counts)} LIMIT ${limit}`, [after]);
  return rows.map(({ key }) => key);
}

/** Rows in memory: one page, and the next on its way. */
const pageSize = 1_000;

/**
 * The events of some keys that a rule wants, key by key, each in event order, in pages. `position`: what was appended to
 * the log later is left out. Events that last are read as far back as they do.
 */
export async function* keyEvents(
  database: Database,
  rule: Rule,
  keys: readonly string[],
  { from, to, position }: Span & { position: number },
): AsyncIterable<KeyEvent[]> {
  const { groupBy } = rule;
  const { column, order } = keyColumns[groupBy];
  const lastsFrom = rule.lasting?.forMs === undefined ? 0 : from - rule.lasting.forMs;
  const values: unknown[] = [keys, from, to, position, rule.on, rule.lasting?.on ?? [], lastsFrom];
  const marked = rule.onMarks ? `OR string_to_array(marks, ',') && $${values.push(rule.onMarks)}` : '';
  // Says to the planner that the index without routine heartbeats will do.
  const narrowed = rule.on.includes('Heartbeat') ? '' : 'AND NOT routine';
  const text = `
    SELECT * FROM read_models.timeline
    WHERE ${column} = ANY($1) AND at < $3 AND (at >= $2 OR name = ANY($6) AND at >= $7) AND position <= $4
      AND (name = ANY($5) ${marked}) ${narrowed}
    ORDER BY ${column}, ${order}`;
  for await (const rows of database.pages<TimelineRow>(text, values, pageSize)) {
    yield rows.map((row) => {
      const event = observationFrom(row);
      return { key: { groupBy, value: keyValueOf(event, groupBy)! }, event, row };
    });
  }
}

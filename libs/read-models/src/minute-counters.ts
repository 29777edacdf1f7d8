import type { CounterView } from '@tillwatch/api';
import type { Queryable } from '@tillwatch/postgres';
import { instant } from './paging.js';
import type { Change, ProjectedBatch, ProjectedEvent, Projection, ReadModel } from './read-model.js';
import { insertRows, type Column } from './set-based.js';

type Kind = 'succeeded' | 'failed' | 'locked' | 'reset' | 'other' | 'alerts';

/** How much happened in each minute of corrected event time, alerts in the minute of their last event. */
export const minuteCounters: ReadModel = {
  name: 'minute-counters',
  version: 1,
  tables: [{ name: 'minute_counters', key: ['minute'] }],
  schema: `
    CREATE TABLE minute_counters (
      minute bigint PRIMARY KEY,
      succeeded bigint NOT NULL,
      failed bigint NOT NULL,
      locked bigint NOT NULL,
      reset bigint NOT NULL,
      other bigint NOT NULL,
      alerts bigint NOT NULL
    ) WITH (fillfactor = 70);`,
  open: (schema) => new CounterProjection(`${schema}.minute_counters`),
};

const minuteMs = 60_000;

const kinds: Partial<Record<string, Kind>> = {
  LoginSucceeded: 'succeeded',
  LoginFailed: 'failed',
  OperatorLocked: 'locked',
  PasswordReset: 'reset',
  AlertRaised: 'alerts',
};

type Counter = Record<Kind, number> & { minute: number };

const kindColumns: readonly Kind[] = ['succeeded', 'failed', 'locked', 'reset', 'other', 'alerts'];
const columns: readonly Column<Counter>[] = [
  { name: 'minute', type: 'bigint', of: (counter) => counter.minute },
  ...kindColumns.map((kind): Column<Counter> => ({ name: kind, type: 'bigint', of: (counter) => counter[kind] })),
];
const shown = ['minute', ...kindColumns].join(', ');
const addUp = kindColumns.map((kind) => `${kind} = minute_counters.${kind} + excluded.${kind}`).join(', ');

class CounterProjection implements Projection {
  private readonly added = new Map<number, Counter>();

  constructor(private readonly table: string) {}

  get pending(): number {
    return this.added.size;
  }

  async fold(_tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const changed = new Set<number>();
    for (const event of events) {
      const at = countedAt(event);
      if (at === undefined) continue;
      const minute = Math.floor(at / minuteMs) * minuteMs;
      let counter = this.added.get(minute);
      if (!counter) {
        counter = { minute, succeeded: 0, failed: 0, locked: 0, reset: 0, other: 0, alerts: 0 };
        this.added.set(minute, counter);
      }
      counter[kinds[event.name] ?? 'other'] += 1;
      changed.add(minute);
    }
    return [...changed].map((minute) => ({ kind: 'counter', id: instant(minute) }));
  }

  async write(tx: Queryable): Promise<void> {
    // In one order everywhere, so that two writers could never wait for each other.
    const rows = [...this.added.values()].sort((a, b) => a.minute - b.minute);
    await insertRows(tx, this.table, columns, rows, `ON CONFLICT (minute) DO UPDATE SET ${addUp}`);
    this.added.clear();
  }
}

function countedAt(event: ProjectedEvent): number | undefined {
  if (event.name === 'AlertRaised') return Date.parse(event.data['lastAt'] as string);
  return event.header.source.startsWith('/terminals/') ? event.at : undefined;
}

/** A week of minutes. */
const maxMinutes = 10_080;

/** Several at once (RFC 3339, as changes name them), those that hold anything, any order. */
export async function getCounters(db: Queryable, minutes: readonly string[]): Promise<CounterView[]> {
  const text = `SELECT ${shown} FROM read_models.minute_counters WHERE minute = ANY($1)`;
  return (await db.query<Counter>(text, [minutes.map((minute) => Date.parse(minute))])).map(counterView);
}

/** Minutes that hold anything, oldest first, from `fromMs` up to (not including) `toMs`; the newest 10,080 of them. */
export async function counters(db: Queryable, fromMs: number, toMs: number): Promise<CounterView[]> {
  const rows = await db.query<Counter>(
    `SELECT ${shown} FROM read_models.minute_counters WHERE minute >= $1 AND minute < $2
     ORDER BY minute DESC LIMIT ${maxMinutes}`,
    [fromMs, toMs],
  );
  return rows.reverse().map(counterView);
}

function counterView(counter: Counter): CounterView {
  return { ...counter, minute: instant(counter.minute) };
}

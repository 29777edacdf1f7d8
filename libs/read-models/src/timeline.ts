import type { TimelineEntry } from '@tillwatch/api';
import { actorOf, isClockOff } from '@tillwatch/detection';
import type { Queryable } from '@tillwatch/postgres';
import { NO_TERMINAL, operatorFactNames } from './operator-facts.js';
import { instant, readPage, when, type PageCursor, type PageOf } from './paging.js';
import type { ClockRevision, ProjectedBatch, ProjectedEvent, Projection, ReadModel } from './read-model.js';
import { insertRows, type Column } from './set-based.js';

/**
 * Events whose effect on a terminal, or an operator, lasts for good are few, and detection looks for them however old they
 * are.
 */
export const lastingNames = {
  terminal: ['CommandAcknowledged', 'TamperDetected'],
  operator: ['OperatorAdded', 'OperatorDisabled', 'FactorEnrolled', 'FactorRemoved', 'ContactRegistered'],
} as const;
export const isLasting = { terminal: among(lastingNames.terminal), operator: among(lastingNames.operator) };

function among(names: readonly string[]): string {
  return `name IN (${names.map((name) => `'${name}'`).join(', ')})`;
}

/**
 * Every event of every terminal, and of recovery cases and contacts what rules look at, one row each: what operator and
 * terminal timelines and late detection read.
 */
export const timeline: ReadModel = {
  name: 'timeline',
  version: 4,
  tables: [{ name: 'timeline', key: ['terminal_id', 'place_epoch', 'place_sequence', 'position'] }],
  schema: `
    CREATE TABLE timeline (
      position bigint NOT NULL,
      id text COLLATE "C" NOT NULL,
      name text COLLATE "C" NOT NULL,
      terminal_id text COLLATE "C" NOT NULL,
      operator_id text COLLATE "C",
      store_id text COLLATE "C",
      actor text COLLATE "C",
      routine boolean NOT NULL,
      at bigint NOT NULL,
      claimed_at bigint NOT NULL,
      recorded_at bigint NOT NULL,
      place_epoch bigint NOT NULL,
      place_sequence bigint NOT NULL,
      in_journal boolean NOT NULL,
      marks text COLLATE "C",
      data json NOT NULL,
      PRIMARY KEY (terminal_id, place_epoch, place_sequence, position)
    );
    CREATE INDEX timeline_by_operator ON timeline (operator_id, at, position) WHERE operator_id IS NOT NULL;
    CREATE INDEX timeline_by_terminal ON timeline (terminal_id, at, position) WHERE NOT routine;
    CREATE INDEX timeline_by_store ON timeline (store_id, at, position) WHERE store_id IS NOT NULL AND NOT routine;
    CREATE INDEX timeline_by_actor ON timeline (actor, at, position) WHERE actor IS NOT NULL;
    CREATE INDEX timeline_of_lasting ON timeline (terminal_id, at, position) WHERE ${isLasting.terminal};
    CREATE INDEX timeline_of_lasting_operator ON timeline (operator_id, at, position) WHERE ${isLasting.operator};`,
  open: (schema) => new TimelineProjection(`${schema}.timeline`),
};

/** A row as the driver returns it; times in ms since 1970. */
export interface TimelineRow {
  position: number;
  id: string;
  name: string;
  terminal_id: string;
  operator_id: string | null;
  store_id: string | null;
  /** Who did it, where that is told. */
  actor: string | null;
  /** A heartbeat that neither intake nor any rule has anything to note about, as most of what terminals send is. */
  routine: boolean;
  at: number;
  claimed_at: number;
  recorded_at: number;
  place_epoch: number;
  place_sequence: number;
  in_journal: boolean;
  /** Separated by commas. */
  marks: string | null;
  data: Record<string, unknown>;
}

const columns: readonly Column<ProjectedEvent>[] = [
  { name: 'position', type: 'bigint', of: (event) => event.position },
  { name: 'id', type: 'text', of: (event) => event.header.id },
  { name: 'name', type: 'text', of: (event) => event.name },
  { name: 'terminal_id', type: 'text', of: (event) => event.terminalId },
  { name: 'operator_id', type: 'text', of: (event) => event.header.subject },
  { name: 'store_id', type: 'text', of: (event) => event.header.storeid },
  { name: 'actor', type: 'text', of: actedBy },
  { name: 'routine', type: 'boolean', of: isRoutine },
  { name: 'at', type: 'bigint', of: (event) => event.at },
  { name: 'claimed_at', type: 'bigint', of: (event) => event.claimedAt },
  { name: 'recorded_at', type: 'bigint', of: (event) => event.recordedAt },
  { name: 'place_epoch', type: 'bigint', of: (event) => event.place[0] },
  { name: 'place_sequence', type: 'bigint', of: (event) => event.place[1] },
  { name: 'in_journal', type: 'boolean', of: (event) => event.header.sequence !== undefined },
  { name: 'marks', type: 'text', of: (event) => event.header.marks?.join(',') },
  { name: 'data', type: 'json', of: (event) => JSON.stringify(event.data) },
];

function actedBy({ name, header, data }: ProjectedEvent): string | undefined {
  return actorOf({ name, data, ...(header.subject !== undefined && { operatorId: header.subject }) });
}

function isRoutine({ name, header, data }: ProjectedEvent): boolean {
  return name === 'Heartbeat' && header.marks === undefined && !isClockOff(data);
}

class TimelineProjection implements Projection {
  private events: ProjectedEvent[] = [];
  private revisions: ClockRevision[] = [];

  constructor(private readonly table: string) {}

  get pending(): number {
    return this.events.length;
  }

  async fold(_tx: Queryable, batch: ProjectedBatch): Promise<[]> {
    for (const event of batch.events) {
      const { terminalId, about } = event;
      if (about) this.events.push({ ...event, ...about });
      else if (terminalId !== undefined) this.events.push(event);
    }
    this.revisions.push(...batch.revisions);
    return [];
  }

  async write(tx: Queryable): Promise<void> {
    await insertRows(tx, this.table, columns, this.events, '');
    for (const revision of this.revisions) {
      const [range, values] = placesOf(revision);
      const at = `claimed_at - $${values.push(revision.offsetMs)}`;
      await tx.query(
        `UPDATE ${this.table} SET at = ${at} WHERE ${range} AND at <> ${at} AND name <> ALL($${values.push(platformNames)})`,
        values,
      );
    }
    this.events = [];
    this.revisions = [];
  }
}

/** Events that stand on our own clock. */
const platformNames = [
  ...['GapDeclaredLost', 'ConflictingEventReceived', 'TerminalInspected', 'TerminalIdentityChanged'],
  ...operatorFactNames,
];

function placesOf({ terminalId, from, to, position }: ClockRevision): [sql: string, values: unknown[]] {
  const start = 'terminal_id = $1 AND (place_epoch, place_sequence) >= ($2, $3) AND position <= $4';
  if (!to) return [start, [terminalId, ...from, position]];
  return [`${start} AND (place_epoch, place_sequence) < ($5, $6)`, [terminalId, ...from, position, ...to]];
}

/** Rows whose corrected time a revision may have changed. */
export async function revisedRows(db: Queryable, revision: ClockRevision): Promise<TimelineRow[]> {
  const [range, values] = placesOf(revision);
  return db.query<TimelineRow>(`SELECT * FROM read_models.timeline WHERE ${range} ORDER BY position`, values);
}

export interface TimelineQuery {
  /** Corrected event time, ms since 1970, inclusive. */
  from?: number;
  to?: number;
  limit: number;
  after?: PageCursor;
}

/** Newest first by corrected event time. */
export async function operatorTimeline(
  db: Queryable,
  operatorId: string,
  { from, to, limit, after }: TimelineQuery,
): Promise<PageOf<TimelineEntry>> {
  const page = await readPage<TimelineRow>(db, {
    select: '*',
    from: 'read_models.timeline',
    where: [['operator_id = ?', operatorId], when(from, 'at >= ?'), when(to, 'at <= ?')],
    sort: { by: ['at', 'position'], descending: true },
    limit,
    after,
  });
  return { ...page, items: page.items.map(entryOf) };
}

/** Newest first in the terminal's own order (epoch, sequence); events without a place stand in epoch 0. */
export async function terminalTimeline(
  db: Queryable,
  terminalId: string,
  { from, to, limit, after }: TimelineQuery,
): Promise<PageOf<TimelineEntry>> {
  const page = await readPage<TimelineRow>(db, {
    select: '*',
    from: 'read_models.timeline',
    where: [
      ['terminal_id = ?', terminalId],
      ['name <> ALL(?)', operatorFactNames],
      when(from, 'at >= ?'),
      when(to, 'at <= ?'),
    ],
    sort: { by: ['place_epoch', 'place_sequence', 'position'], descending: true },
    limit,
    after,
  });
  return { ...page, items: page.items.map(entryOf) };
}

/** Above it an event counts as late. */
const lateAfterMs = 5 * 60_000;

export function entryOf(row: TimelineRow): TimelineEntry {
  const lateByMs = row.recorded_at - row.at;
  return {
    position: row.position,
    id: row.id,
    name: row.name,
    at: instant(row.at),
    time: instant(row.claimed_at),
    recordedAt: instant(row.recorded_at),
    ...(row.terminal_id !== NO_TERMINAL && { terminalId: row.terminal_id }),
    ...(row.operator_id !== null && { operatorId: row.operator_id }),
    ...(row.store_id !== null && { storeId: row.store_id }),
    ...(row.in_journal && { epoch: row.place_epoch, sequence: row.place_sequence }),
    ...(lateByMs > lateAfterMs && { lateByMs }),
    ...(row.marks !== null && { marks: row.marks.split(',') }),
    data: row.data,
  };
}

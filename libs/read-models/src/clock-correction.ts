import { terminalIdOf, type LogEvent } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import type { ClockRevision, Place, ProjectedBatch, ProjectedEvent } from './read-model.js';
import { insertRows, type Column } from './set-based.js';

/** What a heartbeat told of its terminal's clock. */
export interface ClockReading {
  place: Place;
  /** The terminal's clock minus ours, ms. */
  offsetMs: number;
  /** Corrected time of the reading, ms since 1970. */
  at: number;
}

/** Readings of one terminal, ascending by place. */
export type TerminalClock = ClockReading[];

/** Events up to three days late are corrected by the reading that stood before them; older ones may find none. */
const memoryMs = 72 * 3_600_000;
/** A heartbeat each minute and a half for three days. */
const maxReadings = 3_000;

export function comparePlaces(a: Place, b: Place): number {
  return a[0] - b[0] || a[1] - b[1];
}

/** Offset of the latest reading at or before a place, 0 when there is none. */
export function offsetAt(clock: TerminalClock, place: Place): number {
  return clock[indexAtOrBefore(clock, place)]?.offsetMs ?? 0;
}

export type ClockChange = Pick<ClockRevision, 'from' | 'to' | 'offsetMs'>;

/**
 * Adds a reading, in place. Returns the places whose offset is another one now, or `undefined` when no place's is.
 * Of two readings at one place the larger offset counts, so that the order of arrival does not.
 */
export function learn(clock: TerminalClock, reading: ClockReading): ClockChange | undefined {
  const index = indexAtOrBefore(clock, reading.place);
  const held = clock[index];
  const before = held?.offsetMs ?? 0;
  if (held && comparePlaces(held.place, reading.place) === 0) {
    if (held.offsetMs >= reading.offsetMs) return undefined;
    clock[index] = reading;
  } else clock.splice(index + 1, 0, reading);
  const next = clock[clock.indexOf(reading, Math.max(index, 0)) + 1];
  const oldest = clock.at(-1)!.at - memoryMs;
  while (clock.length > 1 && (clock[1]!.at < oldest || clock.length > maxReadings)) clock.shift();
  // Older than all that is kept: it tells nothing any more.
  const forgotten = comparePlaces(reading.place, clock[0]!.place) < 0;
  if (forgotten || before === reading.offsetMs) return undefined;
  return { from: reading.place, offsetMs: reading.offsetMs, ...(next && { to: next.place }) };
}

function indexAtOrBefore(clock: TerminalClock, place: Place): number {
  let index = clock.length - 1;
  while (index >= 0 && comparePlaces(clock[index]!.place, place) > 0) index--;
  return index;
}

export const clockSchema = `
CREATE TABLE clock_readings (
  terminal_id text COLLATE "C" NOT NULL,
  epoch bigint NOT NULL,
  sequence bigint NOT NULL,
  offset_ms bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (terminal_id, epoch, sequence)
);`;

interface ReadingRow {
  terminal_id: string;
  epoch: number;
  sequence: number;
  offset_ms: number;
  at: number;
}

interface HeadRow {
  id: string;
  epoch: number | null;
  sequence: number | null;
}

const columns: readonly Column<ReadingRow>[] = [
  { name: 'terminal_id', type: 'text', of: (row) => row.terminal_id },
  { name: 'epoch', type: 'bigint', of: (row) => row.epoch },
  { name: 'sequence', type: 'bigint', of: (row) => row.sequence },
  { name: 'offset_ms', type: 'bigint', of: (row) => row.offset_ms },
  { name: 'at', type: 'bigint', of: (row) => row.at },
];

/** Terminals whose readings are kept in memory; above it all are dropped and loaded again as they are met. */
const maxClocks = 10_000;

/** Gives events their corrected time, in log order; its readings are rows, so that a restart knows them. */
export class ClockCorrection {
  /** `head`: the highest place met, from which on nothing is to be revised. */
  private readonly clocks = new Map<string, { readings: TerminalClock; head?: Place }>();
  private learnt: ReadingRow[] = [];
  private readonly pruned = new Map<string, Place>();
  private readonly table: string;
  private readonly loadReadings: string;
  private readonly loadHeads: string;

  /** `empty`: starts from nothing and is never written, as in a rebuild. */
  constructor(
    schema: string,
    private readonly empty: boolean,
  ) {
    this.table = `${schema}.clock_readings`;
    this.loadReadings = `SELECT * FROM ${this.table} WHERE terminal_id = ANY($1) ORDER BY terminal_id, epoch, sequence`;
    this.loadHeads = `
      SELECT id, epoch, sequence FROM unnest($1::text[]) AS wanted (id) LEFT JOIN LATERAL (
        SELECT place_epoch AS epoch, place_sequence AS sequence FROM ${schema}.timeline
        WHERE terminal_id = wanted.id ORDER BY place_epoch DESC, place_sequence DESC LIMIT 1
      ) AS head ON true`;
  }

  async correct(tx: Queryable, events: readonly LogEvent[]): Promise<ProjectedBatch> {
    if (!this.empty) await this.load(tx, events);
    const revisions: ClockRevision[] = [];
    return { events: events.map((event) => this.correctOne(event, revisions)), revisions };
  }

  async write(tx: Queryable): Promise<void> {
    // Of several at one place the largest was learnt last; a statement may touch a row only once.
    const rows = [
      ...new Map(this.learnt.map((row) => [`${row.terminal_id} ${row.epoch} ${row.sequence}`, row])).values(),
    ];
    await insertRows(
      tx,
      this.table,
      columns,
      rows,
      'ON CONFLICT (terminal_id, epoch, sequence) DO UPDATE SET offset_ms = excluded.offset_ms, at = excluded.at',
    );
    for (const [terminalId, [epoch, sequence]] of this.pruned) {
      const text = `DELETE FROM ${this.table} WHERE terminal_id = $1 AND (epoch, sequence) < ($2, $3)`;
      await tx.query(text, [terminalId, epoch, sequence], 'prune clock readings');
    }
    this.learnt = [];
    this.pruned.clear();
    if (this.clocks.size > maxClocks) this.clocks.clear();
  }

  private correctOne(event: LogEvent, revisions: ClockRevision[]): ProjectedEvent {
    const { header } = event;
    const recordedAt = Date.parse(header.recordedtime);
    const claimed = Date.parse(header.time);
    const claimedAt = Number.isNaN(claimed) ? recordedAt : claimed;
    const terminalId = terminalOf(event);
    const place = placeOf(event, claimedAt);
    const projected: ProjectedEvent = { ...event, at: claimedAt, claimedAt, recordedAt, place };
    if (terminalId === undefined) return projected;
    projected.terminalId = terminalId;
    if (terminalIdOf(header.source) !== undefined) {
      if (event.name === 'Heartbeat') this.read(terminalId, projected, revisions);
      projected.at = claimedAt - this.offset(terminalId, place);
    }
    return projected;
  }

  private offset(terminalId: string, place: Place): number {
    const clock = this.clockOf(terminalId);
    if (!clock.head || comparePlaces(place, clock.head) > 0) clock.head = place;
    return clock.readings.length === 0 ? 0 : offsetAt(clock.readings, place);
  }

  private read(terminalId: string, event: ProjectedEvent, revisions: ClockRevision[]): void {
    const { data, place, claimedAt, position } = event;
    if (typeof data['clockOffsetMs'] !== 'number') return;
    const offsetMs = Math.round(data['clockOffsetMs']);
    const { readings, head } = this.clockOf(terminalId);
    const reading: ClockReading = { place, offsetMs, at: claimedAt - offsetMs };
    const oldest = readings[0]?.place;
    const change = learn(readings, reading);
    if (!this.empty) this.keep(terminalId, reading, oldest, readings[0]!.place);
    if (change && head && comparePlaces(place, head) < 0) revisions.push({ terminalId, position, ...change });
  }

  private keep(
    terminalId: string,
    { place, offsetMs, at }: ClockReading,
    before: Place | undefined,
    oldest: Place,
  ): void {
    if (comparePlaces(place, oldest) < 0) return;
    this.learnt.push({ terminal_id: terminalId, epoch: place[0], sequence: place[1], offset_ms: offsetMs, at });
    if (before && comparePlaces(oldest, before) > 0) this.pruned.set(terminalId, oldest);
  }

  private clockOf(terminalId: string): { readings: TerminalClock; head?: Place } {
    let clock = this.clocks.get(terminalId);
    if (!clock) this.clocks.set(terminalId, (clock = { readings: [] }));
    return clock;
  }

  private async load(tx: Queryable, events: readonly LogEvent[]): Promise<void> {
    const missing = new Set<string>();
    for (const event of events) {
      const terminalId = terminalOf(event);
      if (terminalId !== undefined && !this.clocks.has(terminalId)) missing.add(terminalId);
    }
    if (missing.size === 0) return;
    for (const { id, epoch, sequence } of await tx.query<HeadRow>(this.loadHeads, [[...missing]], 'load heads')) {
      this.clocks.set(id, { readings: [], ...(epoch !== null && { head: [epoch, sequence!] as const }) });
    }
    const rows = await tx.query<ReadingRow>(this.loadReadings, [[...missing]], 'load clock readings');
    for (const row of rows) {
      const reading = { place: [row.epoch, row.sequence] as const, offsetMs: row.offset_ms, at: row.at };
      this.clockOf(row.terminal_id).readings.push(reading);
    }
  }
}

/** Ours about a terminal stand where what they speak of stands. */
function placeOf({ header, name, data }: LogEvent, claimedAt: number): Place {
  if (header.epoch !== undefined) return [header.epoch, Number(header.sequence)];
  const { epoch, sequence } = (name === 'ConflictingEventReceived' ? data['received'] : data) as Record<
    string,
    unknown
  >;
  if (name === 'ConflictingEventReceived' && typeof epoch === 'number') return [epoch, Number(sequence)];
  if (name === 'GapDeclaredLost') return [epoch as number, data['to'] as number];
  return [0, claimedAt];
}

const terminalStream = 'terminal-';

/** The terminal an event came from or is about, `undefined` for events of other streams. */
export function terminalOf({ header, stream }: LogEvent): string | undefined {
  const sender = terminalIdOf(header.source);
  if (sender !== undefined) return sender;
  return stream.startsWith(terminalStream) ? stream.slice(terminalStream.length) : undefined;
}

import { terminalIdOf, type LogEvent } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { OperatorFacts } from './operator-facts.js';
import type { ClockRevision, Place, ProjectedBatch, ProjectedEvent } from './read-model.js';

/** What a heartbeat told: the terminal's clock minus ours, ms, at a place in its journal. */
export interface ClockReading {
  place: Place;
  offsetMs: number;
}

/** At a heartbeat every five minutes, the last three and a half days. Events before them count as read at offset 0. */
export const maxReadings = 1_000;

export function comparePlaces(a: Place, b: Place): number {
  return a[0] - b[0] || a[1] - b[1];
}

export type ClockChange = Pick<ClockRevision, 'from' | 'to' | 'offsetMs'>;

/** Readings of one terminal by place. Plain lists of numbers, because a large fleet holds millions of them. */
export class TerminalClock {
  private readonly epochs: number[] = [];
  private readonly sequences: number[] = [];
  private readonly offsets: number[] = [];

  /** Offset of the latest reading at or before a place, 0 when there is none. */
  offsetAt(place: Place): number {
    return this.offsets[this.indexAtOrBefore(place)] ?? 0;
  }

  /**
   * Adds a reading. Returns the places whose offset is another one now, or `undefined` when no place's is.
   * Of two readings at one place the larger offset counts, so that the order of arrival does not.
   */
  learn({ place, offsetMs }: ClockReading): ClockChange | undefined {
    let index = this.indexAtOrBefore(place);
    const before = this.offsets[index] ?? 0;
    if (index >= 0 && this.epochs[index] === place[0] && this.sequences[index] === place[1]) {
      if (before >= offsetMs) return undefined;
      this.offsets[index] = offsetMs;
    } else {
      if (index < 0 && this.offsets.length === maxReadings) return undefined;
      this.insert(++index, place, offsetMs);
      if (this.offsets.length > maxReadings) {
        this.dropOldest();
        index--;
      }
    }
    if (before === offsetMs) return undefined;
    const next = index + 1;
    return {
      from: place,
      offsetMs,
      ...(next < this.offsets.length && { to: [this.epochs[next]!, this.sequences[next]!] as const }),
    };
  }

  private insert(index: number, [epoch, sequence]: Place, offsetMs: number): void {
    this.epochs.splice(index, 0, epoch);
    this.sequences.splice(index, 0, sequence);
    this.offsets.splice(index, 0, offsetMs);
  }

  private dropOldest(): void {
    this.epochs.shift();
    this.sequences.shift();
    this.offsets.shift();
  }

  private indexAtOrBefore([epoch, sequence]: Place): number {
    let index = this.offsets.length - 1;
    while (index >= 0 && (this.epochs[index]! - epoch || this.sequences[index]! - sequence) > 0) index--;
    return index;
  }
}

interface ReadingRow {
  id: string;
  epoch: number;
  sequence: number;
  offset: number | null;
}

interface HeadRow {
  id: string;
  epoch: number | null;
  sequence: number | null;
}

/** Terminals whose readings are kept in memory; above it all are dropped and loaded again as they are met. */
const maxClocks = 10_000;

/** Gives events their corrected time, and says whom the platform's own are about, in log order. After a restart the timeline tells it what heartbeats said. */
export class ClockCorrection {
  /** `head`: the highest place met, from which on nothing is to be revised. */
  private readonly clocks = new Map<string, { readings: TerminalClock; head?: Place }>();
  private lastRecorded = { text: '', at: 0 };
  private readonly loadReadings: string;
  private readonly loadHeads: string;
  private readonly facts: OperatorFacts;

  /** `empty`: starts from nothing, as in a rebuild. */
  constructor(
    schema: string,
    private readonly empty: boolean,
  ) {
    this.facts = new OperatorFacts(schema, empty);
    this.loadReadings = `
      SELECT reading.* FROM unnest($1::text[]) AS wanted (id) CROSS JOIN LATERAL (
        SELECT terminal_id AS id, place_epoch AS epoch, place_sequence AS sequence, data -> 'clockOffsetMs' AS offset
        FROM ${schema}.timeline WHERE terminal_id = wanted.id AND name = 'Heartbeat'
        ORDER BY place_epoch DESC, place_sequence DESC LIMIT ${maxReadings}
      ) AS reading ORDER BY id, epoch, sequence`;
    this.loadHeads = `
      SELECT id, epoch, sequence FROM unnest($1::text[]) AS wanted (id) LEFT JOIN LATERAL (
        SELECT place_epoch AS epoch, place_sequence AS sequence FROM ${schema}.timeline
        WHERE terminal_id = wanted.id ORDER BY place_epoch DESC, place_sequence DESC LIMIT 1
      ) AS head ON true`;
  }

  async correct(tx: Queryable, events: readonly LogEvent[]): Promise<ProjectedBatch> {
    if (this.clocks.size > maxClocks) this.clocks.clear();
    if (!this.empty) await this.load(tx, events);
    await this.facts.load(tx, events);
    const revisions: ClockRevision[] = [];
    return { events: events.map((event) => this.correctOne(event, revisions)), revisions };
  }

  private correctOne(event: LogEvent, revisions: ClockRevision[]): ProjectedEvent {
    const { position, stream, revision, name, data } = event;
    const header = inOneForm(event.header);
    const recordedAt = this.recordedAt(header.recordedtime);
    const claimed = Date.parse(header.time);
    const claimedAt = Number.isNaN(claimed) ? recordedAt : claimed;
    const terminalId = terminalOf(event);
    const place = placeOf(event, claimedAt);
    let at = claimedAt;
    if (terminalId !== undefined && terminalIdOf(header.source) !== undefined) {
      if (name === 'Heartbeat') this.read(terminalId, place, event, revisions);
      at -= this.offset(terminalId, place);
    }
    const about = this.facts.take(event);
    const of = { position, stream, revision, name, header, data, at, claimedAt, recordedAt, place, terminalId };
    return about ? { ...of, about } : of;
  }

  /** A batch is recorded at a few instants only. */
  private recordedAt(recordedtime: string): number {
    if (recordedtime !== this.lastRecorded.text) {
      this.lastRecorded = { text: recordedtime, at: Date.parse(recordedtime) };
    }
    return this.lastRecorded.at;
  }

  private offset(terminalId: string, place: Place): number {
    const clock = this.clockOf(terminalId);
    if (!clock.head || comparePlaces(place, clock.head) > 0) clock.head = place;
    return clock.readings.offsetAt(place);
  }

  private read(terminalId: string, place: Place, { data, position }: LogEvent, revisions: ClockRevision[]): void {
    const reading = readingOf(place, data['clockOffsetMs']);
    if (!reading) return;
    const { readings, head } = this.clockOf(terminalId);
    const change = readings.learn(reading);
    if (change && head && comparePlaces(place, head) < 0) revisions.push({ terminalId, position, ...change });
  }

  private clockOf(terminalId: string): { readings: TerminalClock; head?: Place } {
    let clock = this.clocks.get(terminalId);
    if (!clock) this.clocks.set(terminalId, (clock = { readings: new TerminalClock() }));
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
      this.clocks.set(id, {
        readings: new TerminalClock(),
        ...(epoch !== null && { head: [epoch, sequence!] as const }),
      });
    }
    const rows = await tx.query<ReadingRow>(this.loadReadings, [[...missing]], 'load clock readings');
    for (const { id, epoch, sequence, offset } of rows) {
      const reading = readingOf([epoch, sequence], offset);
      if (reading) this.clockOf(id).readings.learn(reading);
    }
  }
}

function readingOf(place: Place, offset: unknown): ClockReading | undefined {
  return typeof offset === 'number' ? { place, offsetMs: Math.round(offset) } : undefined;
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

/** One name in two Unicode forms is one operator; the log keeps the form that was sent. */
function inOneForm(header: LogEvent['header']): LogEvent['header'] {
  const subject = header.subject?.normalize('NFC');
  return subject === undefined || subject === header.subject ? header : { ...header, subject };
}

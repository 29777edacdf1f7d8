import { sha256Hex, type Clock } from '@tillwatch/kernel';
import type { JournalEntry } from '../journal/journal.js';
import type { TerminalEvent } from '../journal/terminal-event.js';
import { readChecked } from './checked-file.js';
import { Mark, markFile, type Marked } from './mark.js';
import type { PlacedFrame } from './recent-frames.js';
import { Reserve } from './reserve.js';
import {
  Scan,
  nameOf,
  type Control,
  type Head,
  type Opened,
  type Place,
  type Scanned,
  type VoidRange,
} from './scan.js';
import { Segments, type Line, type Segment } from './segments.js';

export interface OutboxOptions {
  folder: string;
  /** Of all files of the journal together, the reserve included. */
  limitBytes: number;
  reserveBytes: number;
  /** How long acknowledged events are kept. */
  keepMs: number;
  clock: Clock;
  /** False: nothing is synced and there is no reserve. For journals that are thrown away. */
  sync: boolean;
  /** Up to where a signed tree head covers the journal: acknowledged events up to there may go at once. */
  coveredUntil?: () => Place | undefined;
  /** Looks, and changes nothing: for a folder that another process may be using. */
  readOnly?: boolean;
}

/** An event of the journal where it lies on disk, [position, next). */
export interface OutboxEntry {
  position: number;
  next: number;
  text: string;
  event: TerminalEvent;
}

/** Where an epoch is being begun, and what was before. */
interface Begun {
  position: number;
  head: Head | undefined;
  waiting: number;
}

/** So that a small outbox has files it can drop one by one too. */
const filesPerOutbox = 16;
const longestFile = 4 * 1024 * 1024;
const readBytes = 1024 * 1024;

/**
 * The journal on disk and how far it was delivered. An event is sent from its place until it is acknowledged, then kept for
 * a while: what the platform loses can be sent again, and what it holds can be compared.
 */
export class Outbox {
  /** Events recorded and not acknowledged. */
  waiting = 0;
  head: Head | undefined;
  private readonly reserve: Reserve;

  private constructor(
    private readonly options: OutboxOptions,
    private readonly segments: Segments,
    readonly mark: Mark,
    readonly scanned: Scanned,
  ) {
    this.head = scanned.head;
    if (scanned.opening) this.goOnIn(scanned.opening);
    this.reserve = new Reserve(options.folder, options.sync ? options.reserveBytes : 0);
  }

  static async open(options: OutboxOptions): Promise<Outbox> {
    const { folder, sync, readOnly = false } = options;
    const scan = new Scan();
    const segmentBytes = Math.min(longestFile, Math.ceil(options.limitBytes / filesPerOutbox));
    const segments = await Segments.open({ folder, segmentBytes, sync, readOnly }, scan.visit);
    const { scanned, cut } = scan.finish();
    if (cut !== undefined && !readOnly) await segments.cut(cut);
    const marked = await readChecked<Marked>(folder, markFile);
    const mark = new Mark(folder, sync, marked);
    const outbox = new Outbox(options, segments, mark, scanned);
    if (mark.position > segments.end) scanned.damaged = true;
    const counting = outbox.count(mark.position);
    outbox.waiting = await (readOnly ? counting.catch(() => NaN) : counting);
    if (!readOnly) outbox.reserve.ensure();
    return outbox;
  }

  /** Position after the last frame. */
  get end(): number {
    return this.segments.end;
  }

  get bytes(): number {
    return this.segments.bytes;
  }

  get voids(): VoidRange[] {
    return this.scanned.voids;
  }

  /** Whether so much more fits; `urgent`: with the reserve. Makes room by dropping acknowledged events, oldest first. */
  async fits(bytes: number, urgent: boolean): Promise<boolean> {
    const limit = this.options.limitBytes - (urgent ? 0 : this.options.reserveBytes);
    const over = (): boolean => this.segments.bytes + bytes > limit;
    if (over()) await this.segments.drop((segment) => over() && this.isDelivered(segment));
    return !over();
  }

  /** On disk when it resolves; when it rejects, nothing of it is in the journal. */
  async append(entries: readonly JournalEntry[]): Promise<void> {
    await this.segments.append(entries.map(lineOf));
    this.appended(entries);
  }

  /** Begins an epoch in a file of its own. It counts from `ready` on; until then `abandon` undoes it. */
  async begin(opened: Opened, entries: readonly JournalEntry[]): Promise<Begun> {
    const position = Math.max(this.end, this.mark.position);
    const { head, waiting } = this;
    await this.segments.append([controlLine(opened), ...entries.map(lineOf)], position);
    this.goOnIn(opened);
    this.appended(entries);
    return { position, head, waiting };
  }

  async ready(opened: Opened, position: number): Promise<void> {
    await this.segments.append([controlLine({ control: 'ready' })]);
    const { epoch, reason, voidFrom } = opened;
    this.scanned.opening = { epoch, reason, position };
    this.scanned.damaged = false;
    if (voidFrom !== undefined) this.voids.push({ from: voidFrom, to: position });
    if (voidFrom !== undefined && voidFrom <= this.mark.position) this.mark.move(position, this.mark.place);
    this.waiting = await this.count(this.mark.position);
  }

  async abandon({ position, head, waiting }: Begun): Promise<void> {
    this.head = head;
    this.waiting = waiting;
    if (this.scanned.opening) this.goOnIn(this.scanned.opening);
    await this.segments.cut(position);
  }

  /** The next events from `position` on that are sent from their places, oldest first. */
  async *entries(position: number): AsyncGenerator<OutboxEntry> {
    for await (const { position: at, next, kind, payload } of this.frames(position)) {
      if (kind !== 'event' || this.isVoid(at)) continue;
      const text = payload.toString();
      yield { position: at, next, text, event: JSON.parse(text) as TerminalEvent };
    }
  }

  /** `count` events up to `next` are with the platform, the last of them at `place`. */
  acknowledge(next: number, place: Place, count: number): void {
    this.mark.move(next, place);
    this.segments.release(next);
    this.waiting -= count;
  }

  /** Everything after `place` that is still here is sent again; `undefined`: all of it. */
  async rewind(place: Place | undefined): Promise<void> {
    const position = await this.positionAfter(place);
    if (position >= this.mark.position) return;
    this.mark.move(position, place);
    this.waiting = await this.count(position);
  }

  /** Where the first event after `place` lies, whether it is there yet or not; without one, where the journal begins. */
  async positionAfter(place: Place | undefined): Promise<number> {
    if (!place) return this.segments.list[0]?.base ?? 0;
    const { epoch, sequence } = place;
    const after = this.segments.list.find(
      ({ epoch: own, last }) => own !== undefined && (own > epoch || (own === epoch && last! > sequence)),
    );
    if (!after) return this.end;
    if (after.epoch! > epoch || after.first! > sequence) return after.base;
    return (await this.find({ epoch, sequence }))?.next ?? after.base;
  }

  /** The event at a place, voided or not; `undefined` when it is not kept. */
  async find({ epoch, sequence }: Place): Promise<{ hash: string; name: string; next: number } | undefined> {
    const holds = ({ epoch: own, first, last }: Segment): boolean =>
      own === epoch && first! <= sequence && last! >= sequence;
    for (const segment of this.segments.list.filter(holds)) {
      for await (const { next, kind, payload } of this.frames(segment.base, segment.base + segment.bytes)) {
        if (kind !== 'event') continue;
        const text = payload.toString();
        if (Number((JSON.parse(text) as TerminalEvent).sequence) !== sequence) continue;
        return { hash: sha256Hex(text), name: nameOf(payload), next };
      }
    }
    return undefined;
  }

  /** Epochs that have events to be sent, with the last of each, oldest first. */
  async unsent(): Promise<Place[]> {
    const last = new Map<number, number>();
    for (const segment of this.segments.list) {
      const end = segment.base + segment.bytes;
      if (end <= this.mark.position || segment.last === undefined) continue;
      if (!this.voids.some(({ from, to }) => from < end && to > segment.base)) last.set(segment.epoch!, segment.last);
      else {
        for await (const { position, event } of this.entries(Math.max(segment.base, this.mark.position))) {
          if (position >= end) break;
          last.set(event.epoch, Number(event.sequence));
        }
      }
    }
    return [...last].map(([epoch, sequence]) => ({ epoch, sequence }));
  }

  /** The disk is full: gives up one file of acknowledged events; `urgent`: or else the reserve. False: there is nothing. */
  async makeRoom(urgent: boolean): Promise<boolean> {
    let dropped = false;
    await this.segments.drop((segment) => !dropped && (dropped = this.isDelivered(segment)));
    return dropped || (urgent && (await this.reserve.release()));
  }

  /** Drops what was acknowledged and need not be kept any more. */
  async trim(): Promise<void> {
    const { clock, keepMs, coveredUntil } = this.options;
    const covered = coveredUntil?.();
    const dispensable = (segment: Segment): boolean =>
      this.isDelivered(segment) && (clock() - segment.newest > keepMs || isCovered(segment, covered));
    await this.segments.drop(dispensable);
    this.reserve.ensure();
  }

  async close(): Promise<void> {
    await this.mark.saved();
    await this.reserve.settled();
    await this.segments.close();
  }

  private async *frames(position: number, end = Infinity): AsyncGenerator<PlacedFrame> {
    for (let from = position; from < end;) {
      const frames = await this.segments.read(from, readBytes);
      if (frames.length === 0) return;
      for (const frame of frames) if (frame.position < end) yield frame;
      from = frames.at(-1)!.next;
    }
  }

  /** How many events there are to be sent from `position` on. */
  private async count(position: number): Promise<number> {
    let count = 0;
    for await (const { position: at, kind } of this.frames(position)) if (kind === 'event' && !this.isVoid(at)) count++;
    return count;
  }

  private appended(entries: readonly JournalEntry[]): void {
    this.waiting += entries.length;
    const last = entries.at(-1);
    if (!last) return;
    const { epoch, sequence, source, type } = last.event;
    this.head = { epoch, sequence: Number(sequence), hash: last.hash, name: type.split('.')[1]!, source };
  }

  private goOnIn({ epoch, reason }: Pick<Opened, 'epoch' | 'reason'>): void {
    this.segments.heading = controlLine({ control: 'goes-on', epoch, reason });
  }

  private isVoid(position: number): boolean {
    return this.voids.some(({ from, to }) => position >= from && position < to);
  }

  /** Nothing in it is still to be sent. The file that the journal goes on in is never the first of several. */
  private isDelivered({ base, bytes }: Segment): boolean {
    return base + bytes <= this.mark.position;
  }
}

function lineOf({ text, event: { epoch, sequence, time } }: JournalEntry): Line {
  return { text, event: { epoch, sequence: Number(sequence), at: Date.parse(time) } };
}

function controlLine(control: Control): Line {
  return { text: JSON.stringify(control) };
}

function isCovered({ epoch, last }: Segment, covered: Place | undefined): boolean {
  if (!covered || epoch === undefined) return false;
  return epoch < covered.epoch || (epoch === covered.epoch && last! <= covered.sequence);
}

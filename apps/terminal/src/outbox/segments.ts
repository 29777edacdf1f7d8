import { copyFile, open, readdir, readFile, rm, truncate, type FileHandle } from 'node:fs/promises';
import { TerminalError } from '../agent/terminal-error.js';
import { encodeFrames, framesOf, headerBytes, kindOf, longestPayload, mend } from './frame.js';
import { RecentFrames, type PlacedFrame } from './recent-frames.js';
import { ownerOnly, replaceFile, syncFolder } from './durable-files.js';

/** One file of the journal; it holds events of one epoch at most. Its name is where in the whole journal it begins. */
export interface Segment {
  base: number;
  bytes: number;
  epoch?: number;
  /** Sequences of its first and last event. */
  first?: number;
  last?: number;
  /** Claimed time of its last event, ms since 1970; 0 when it has none. */
  newest: number;
}

/** A payload to be written; `event` where it is one. */
export interface Line {
  text: string;
  event?: { epoch: number; sequence: number; at: number };
}

export interface SegmentOptions {
  folder: string;
  /** A file that has grown to this is followed by another. */
  segmentBytes: number;
  /** False: written, not synced. For journals that are thrown away. */
  sync: boolean;
  /** Looks, and leaves every file as it is: for a folder that another process may be using. */
  readOnly?: boolean;
}

const nameForm = /^(\d{16})\.journal$/;
const damagedForm = /^\d{16}\.journal\.damaged$/;
/** Copies of damaged files that are kept for whoever looks into it. */
const damagedKept = 4;

/** The journal as files: append at the end, read anywhere, drop from the start. One caller writes at a time. */
export class Segments {
  readonly list: Segment[] = [];
  /** What a file that only goes on begins with: files before it may be dropped, and with them what they said. */
  heading: Line | undefined;
  private handle: FileHandle | undefined;
  private broken: unknown;
  private dropping = Promise.resolve();
  private readonly recent = new RecentFrames();

  private constructor(private readonly options: SegmentOptions) {}

  /** Mends what a crash or a bad disk left, then shows every frame in order; `hole` also where a file is missing. */
  static async open(options: SegmentOptions, visit: (frame: PlacedFrame) => void): Promise<Segments> {
    const segments = new Segments(options);
    const bases = await segmentBases(options.folder);
    for (const [index, base] of bases.entries()) {
      const end = segments.end;
      const bytes = await mendedFile(options, base, bases[index + 1]);
      if (bytes.length === 0) continue;
      if (segments.list.length > 0 && base > end)
        visit({ position: end, next: base, kind: 'hole', payload: bytes.subarray(0, 0) });
      segments.list.push(indexed(base, bytes, visit));
    }
    return segments;
  }

  /** Where the next frame will be. */
  get end(): number {
    const last = this.list.at(-1);
    return last ? last.base + last.bytes : 0;
  }

  get bytes(): number {
    return this.list.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  /**
   * On disk when it resolves. When it rejects, nothing was appended; if even that could not be ensured, nothing ever will be
   * again until the journal is opened anew. `position`: where a new file begins, for the first of it.
   */
  async append(lines: readonly Line[], position?: number): Promise<void> {
    if (this.broken) throw this.broken;
    let segment = this.list.at(-1);
    const goesOn = position === undefined && segment !== undefined && segment.bytes >= this.options.segmentBytes;
    if (!segment || goesOn || position !== undefined) segment = await this.start(position ?? this.end);
    const written = goesOn && this.heading ? [this.heading, ...lines] : lines;
    const bytes = encodeFrames(written.map(({ text }) => text));
    try {
      await this.write(bytes, segment.bytes);
    } catch (error) {
      await this.takeBack(segment, error);
      throw error;
    }
    this.recent.add(segment.base + segment.bytes, bytes);
    segment.bytes += bytes.length;
    for (const { event } of lines) if (event) count(segment, event.epoch, event.sequence, event.at);
  }

  /** Whole frames from `position` on, of one file, up to about `most` bytes but at least one; none at the end. */
  async read(position: number, most: number): Promise<PlacedFrame[]> {
    const recent = this.recent.from(position);
    if (recent.length > 0) return recent;
    const segment = this.list.find(({ base, bytes }) => position < base + bytes);
    if (!segment) return [];
    const from = Math.max(position, segment.base);
    const length = Math.min(segment.base + segment.bytes - from, Math.max(most, headerBytes + longestPayload));
    const bytes = await this.bytesOf(segment, from - segment.base, length);
    const frames: PlacedFrame[] = [];
    for (const { at, end, payload } of framesOf(bytes)) {
      frames.push({ position: from + at, next: from + end, kind: kindOf(payload), payload });
    }
    if (frames.length === 0) throw new TerminalError('outbox-damaged', `(${from})`);
    return frames;
  }

  /** Frames before `position` will hardly be read again. */
  release(position: number): void {
    this.recent.release(position);
  }

  /** Removes whole files from the start while `dispensable` says so; the last one stays. */
  drop(dispensable: (segment: Segment) => boolean): Promise<void> {
    // One after the other: were a later file gone before an earlier one, a crash in between would look like a loss.
    const dropping = this.dropping.then(async () => {
      while (this.list.length > 1 && dispensable(this.list[0]!)) {
        await rm(this.path(this.list[0]!.base), { force: true });
        this.list.shift();
      }
    });
    this.dropping = dropping.catch(() => {});
    return dropping;
  }

  /** Removes everything from `position` on. */
  async cut(position: number): Promise<void> {
    this.recent.release(Infinity);
    await this.handle?.close();
    this.handle = undefined;
    while (this.list.length > 0 && this.list.at(-1)!.base >= position) await rm(this.path(this.list.pop()!.base));
    const last = this.list.at(-1);
    if (last && last.base + last.bytes > position) {
      await truncate(this.path(last.base), position - last.base);
      this.list[this.list.length - 1] = indexed(last.base, await readFile(this.path(last.base)), () => {});
    }
    if (this.options.sync) await syncFolder(this.options.folder);
  }

  async close(): Promise<void> {
    await this.handle?.close();
    this.handle = undefined;
  }

  private path(base: number): string {
    return `${this.options.folder}/${nameOf(base)}`;
  }

  private async start(base: number): Promise<Segment> {
    await this.handle?.close();
    this.handle = undefined;
    this.handle = await open(this.path(base), 'w+', ownerOnly);
    if (this.options.sync) await syncFolder(this.options.folder);
    const segment: Segment = { base, bytes: 0, newest: 0 };
    this.list.push(segment);
    return segment;
  }

  private async write(bytes: Buffer, at: number): Promise<void> {
    this.handle ??= await open(this.path(this.list.at(-1)!.base), 'r+');
    for (let done = 0; done < bytes.length;) {
      done += (await this.handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
    }
    if (this.options.sync) await this.handle.datasync();
  }

  /** What failed to be written may be there in part, or come to be there later: it must not, its places will be used. */
  private async takeBack(segment: Segment, cause: unknown): Promise<void> {
    try {
      await this.handle?.truncate(segment.bytes);
      if (this.options.sync) await this.handle?.datasync();
      if (segment.bytes > 0) return;
      this.list.pop();
      await this.handle?.close();
      this.handle = undefined;
      await rm(this.path(segment.base), { force: true });
    } catch {
      this.broken = cause;
    }
  }

  private async bytesOf({ base }: Segment, at: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    const handle = await open(this.path(base), 'r');
    try {
      const { bytesRead } = await handle.read(bytes, 0, length, at);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }
}

function nameOf(base: number): string {
  return `${String(base).padStart(16, '0')}.journal`;
}

async function segmentBases(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names
    .flatMap((name) => nameForm.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other);
}

/** The whole frames of a file, as they are in it when this resolves. `before`: where the next file begins. */
async function mendedFile(
  { folder, readOnly }: SegmentOptions,
  base: number,
  before: number | undefined,
): Promise<Buffer> {
  const name = nameOf(base);
  const path = `${folder}/${name}`;
  const found = await readFile(path);
  const bytes = before === undefined ? found : found.subarray(0, before - base);
  const mended = mend(bytes, before === undefined);
  if (readOnly) return mended.bytes;
  if (mended.damaged) {
    await copyFile(path, `${path}.damaged`);
    const copies = (await readdir(folder)).filter((other) => damagedForm.test(other)).sort();
    for (const old of copies.slice(0, -damagedKept)) await rm(`${folder}/${old}`);
    await replaceFile(folder, name, mended.bytes);
  } else if (mended.bytes.length === 0) {
    await rm(path);
    await syncFolder(folder);
  } else if (mended.bytes.length < found.length) {
    const handle = await open(path, 'r+');
    await handle.truncate(mended.bytes.length);
    await handle.datasync();
    await handle.close();
  }
  return mended.bytes;
}

function indexed(base: number, bytes: Buffer, visit: (frame: PlacedFrame) => void): Segment {
  const segment: Segment = { base, bytes: bytes.length, newest: 0 };
  let first: Buffer | undefined;
  let last: Buffer | undefined;
  for (const { at, end, payload } of framesOf(bytes)) {
    const kind = kindOf(payload);
    if (kind === 'event') first ??= last = payload;
    if (kind === 'event') last = payload;
    visit({ position: base + at, next: base + end, kind, payload });
  }
  for (const payload of [first, last]) {
    if (!payload) continue;
    const { epoch, sequence, time } = JSON.parse(payload.toString()) as {
      epoch: number;
      sequence: string;
      time: string;
    };
    count(segment, epoch, Number(sequence), Date.parse(time));
  }
  return segment;
}

function count(segment: Segment, epoch: number, sequence: number, at: number): void {
  segment.epoch = epoch;
  segment.first ??= sequence;
  segment.last = sequence;
  segment.newest = at;
}

import { crc32 } from 'node:zlib';

/**
 * How the journal lies on disk: frame after frame, each the length of its payload and the CRC-32 of it (u32, little-endian),
 * then the payload, the UTF-8 of a JSON object. An event's payload is its canonical JSON, the very bytes that are sent.
 */
export interface Frame {
  /** Bytes [at, end) of the buffer it was read from. */
  at: number;
  end: number;
  payload: Buffer;
}

/** `control`: the agent's own notes, never sent. `hole`: stands where something could not be read. */
export type FrameKind = 'event' | 'control' | 'hole';

export const headerBytes = 8;
/** The longest event that the platform takes. */
export const longestPayload = 65_535;

/** A payload is an object, so at least `{}`. */
const shortestPayload = 2;
const shortestFrame = headerBytes + shortestPayload;
const brace = 0x7b;
const quote = 0x22;
const controlMember = Buffer.from('"control":');

export function encodeFrames(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + headerBytes + length, 0));
  let at = 0;
  for (const [index, text] of texts.entries()) {
    const payload = bytes.subarray(at + headerBytes, at + headerBytes + lengths[index]!);
    payload.write(text);
    writeHeader(bytes, at, payload);
    at += headerBytes + payload.length;
  }
  return bytes;
}

/** By the second character: members of a canonical event come in order, `data` first. */
export function kindOf(payload: Buffer): FrameKind {
  if (payload[1] !== quote) return 'hole';
  return payload.subarray(1, 1 + controlMember.length).equals(controlMember) ? 'control' : 'event';
}

/** The whole frames from `at` on; it returns where the first that is not whole begins, `bytes.length` when all are. */
export function* framesOf(bytes: Buffer, at = 0): Generator<Frame, number> {
  for (let frame; (frame = frameAt(bytes, at)); at = frame.end) yield frame;
  return at;
}

export interface Mended {
  /** Whole frames from the first byte to the last: the bytes given, or a copy where they had to be mended. */
  bytes: Buffer;
  /** Something other than the tail could not be read. */
  damaged: boolean;
}

/**
 * Makes what was read from a file whole. In the last file a frame that was being written when the machine went down was
 * never told to anybody and is cut off. Anything else that cannot be read is damage: what is readable after it is kept at
 * its place, with holes where it is not. A frame of which only the header was hit is readable.
 */
export function mend(bytes: Buffer, isLast: boolean): Mended {
  let mended: Buffer | undefined;
  for (let at = 0; ;) {
    at = endOfFrames(bytes, at);
    if (at === bytes.length) return { bytes: mended ?? bytes, damaged: mended !== undefined };
    const next = nextFrame(bytes, at + 1);
    const to = next ?? bytes.length;
    if (next === undefined && !isWholePayload(bytes, at, to) && (!isLast || isTorn(bytes, at))) {
      return { bytes: (mended ?? bytes).subarray(0, at), damaged: mended !== undefined || !isLast };
    }
    mended ??= Buffer.from(bytes);
    mendRange(mended, at, to);
    at = to;
  }
}

function frameAt(bytes: Buffer, at: number): Frame | undefined {
  if (at + shortestFrame > bytes.length) return undefined;
  const length = bytes.readUInt32LE(at);
  const end = at + headerBytes + length;
  if (length < shortestPayload || length > longestPayload || end > bytes.length) return undefined;
  const payload = bytes.subarray(at + headerBytes, end);
  if (payload[0] !== brace || crc32(payload) !== bytes.readUInt32LE(at + 4)) return undefined;
  return { at, end, payload };
}

function endOfFrames(bytes: Buffer, at: number): number {
  const frames = framesOf(bytes, at);
  for (;;) {
    const { done, value } = frames.next();
    if (done) return value;
  }
}

/** Where the next whole frame begins. JSON holds no NUL and a length of less than 65,536 two, so few places qualify. */
function nextFrame(bytes: Buffer, from: number): number | undefined {
  for (let at = from; at + shortestFrame <= bytes.length; at++) if (frameAt(bytes, at)) return at;
  return undefined;
}

/** Nothing whole follows `at`: is it the beginning of a frame, or space that a file system gave and nobody wrote? */
function isTorn(bytes: Buffer, at: number): boolean {
  const left = bytes.length - at;
  if (left < shortestFrame || bytes.subarray(at).every((byte) => byte === 0)) return true;
  const length = bytes.readUInt32LE(at);
  return length >= shortestPayload && length <= longestPayload && headerBytes + length > left;
}

/** Only the length was hit: the bytes up to the next frame are what the CRC was taken of. */
function isWholePayload(bytes: Buffer, at: number, to: number): boolean {
  const payload = bytes.subarray(at + headerBytes, to);
  return (
    payload.length >= shortestPayload &&
    payload.length <= longestPayload &&
    crc32(payload) === bytes.readUInt32LE(at + 4)
  );
}

function mendRange(bytes: Buffer, at: number, to: number): void {
  if (isWholePayload(bytes, at, to)) writeHeader(bytes, at, bytes.subarray(at + headerBytes, to));
  else fillWithHoles(bytes, at, to);
}

/** `{   }`, as many as it takes; the last two share so that none is too short. */
function fillWithHoles(bytes: Buffer, at: number, to: number): void {
  const longest = headerBytes + longestPayload;
  while (at < to) {
    const left = to - at;
    const size = left <= longest ? left : Math.min(longest, left - shortestFrame);
    const payload = bytes.subarray(at + headerBytes, at + size);
    payload.fill(' ').write('{');
    payload.write('}', payload.length - 1);
    writeHeader(bytes, at, payload);
    at += size;
  }
}

function writeHeader(bytes: Buffer, at: number, payload: Buffer): void {
  bytes.writeUInt32LE(payload.length, at);
  bytes.writeUInt32LE(crc32(payload), at + 4);
}

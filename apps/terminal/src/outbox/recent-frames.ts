import { framesOf, kindOf, type FrameKind } from './frame.js';

/** A frame at its position in the whole journal, up to `next`. */
export interface PlacedFrame {
  position: number;
  next: number;
  kind: FrameKind;
  payload: Buffer;
}

/** What has more is read from disk. */
const mostBytes = 1024 * 1024;

/** The latest frames as they were written, without a hole between them: a sender that keeps up reads no file. */
export class RecentFrames {
  private frames: PlacedFrame[] = [];
  private bytes = 0;

  /** The whole frames in `bytes`, of which the first is at `position`. */
  add(position: number, bytes: Buffer): void {
    if (this.frames.at(-1)?.next !== position) this.release(Infinity);
    for (const { at, end, payload } of framesOf(bytes)) {
      this.frames.push({ position: position + at, next: position + end, kind: kindOf(payload), payload });
    }
    this.bytes += bytes.length;
    if (this.bytes > mostBytes) this.release(Infinity);
  }

  /** All from `position` on; none when it lies before them or between two. */
  from(position: number): PlacedFrame[] {
    const first = this.frames.findIndex((frame) => frame.position >= position);
    return this.frames[first]?.position === position ? this.frames.slice(first) : [];
  }

  release(position: number): void {
    const kept = this.frames.findIndex((frame) => frame.position >= position);
    const released = this.frames.splice(0, kept < 0 ? this.frames.length : kept);
    for (const frame of released) this.bytes -= frame.next - frame.position;
  }
}

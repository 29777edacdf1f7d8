import type { ServerResponse } from 'node:http';
import type { LiveFrames } from './live-ring.js';

/** A client further behind than this is not reading. */
export const bufferBytesMax = 1_048_576;

/** The part of a response a stream needs. */
export type LiveResponse = Pick<ServerResponse, 'write' | 'end' | 'destroy' | 'on' | 'writableLength'>;

/** One open stream. Writes never wait: a client that cannot keep up is let go, and may come back and resume. */
export class LiveClient {
  /** Ended by us or by the client; it hears nothing more, though its connection may take a moment to close. */
  private gone = false;

  constructor(
    private readonly response: LiveResponse,
    /** Asked again while the stream is open: `false` once the caller may not follow any more. */
    readonly mayStay: () => boolean | Promise<boolean>,
    /** False: it may not see every row, so it is only told that there is something to fetch. */
    readonly seesAll = true,
    /** Which frames it is sent. */
    readonly form: keyof LiveFrames = 'masked',
  ) {
    response.on('close', () => (this.gone = true));
    // A connection that breaks while we write closes as well; unheard, the error would end the process.
    response.on('error', () => {});
  }

  /** `false` when the client had to be let go. */
  write(frames: Buffer | string): boolean {
    if (this.gone) return true;
    if (this.response.writableLength + Buffer.byteLength(frames) > bufferBytesMax) {
      this.gone = true;
      this.response.destroy();
      return false;
    }
    this.response.write(frames);
    return true;
  }

  end(): void {
    this.gone = true;
    this.response.end();
  }

  onClose(closed: () => void): void {
    this.response.on('close', closed);
  }
}

import type { ServerResponse } from 'node:http';

/** A client further behind than this is not reading. */
export const bufferBytesMax = 1_048_576;

/** The part of a response a stream needs. */
export type LiveResponse = Pick<ServerResponse, 'write' | 'end' | 'destroy' | 'once' | 'writableLength'>;

/** One open stream. Writes never wait: a client that cannot keep up is let go, and may come back and resume. */
export class LiveClient {
  constructor(
    private readonly response: LiveResponse,
    /** Asked again while the stream is open: `false` once the token stands for nobody any more. */
    readonly mayStay: () => boolean,
  ) {}

  /** `false` when the client had to be let go. */
  write(frames: Buffer | string): boolean {
    if (this.response.writableLength + Buffer.byteLength(frames) > bufferBytesMax) {
      this.response.destroy();
      return false;
    }
    this.response.write(frames);
    return true;
  }

  end(): void {
    this.response.end();
  }

  onClose(closed: () => void): void {
    this.response.once('close', closed);
  }
}

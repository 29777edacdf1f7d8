import type { Writable } from 'node:stream';

const FLUSH_CHARACTERS = 65_536;

/** Lines to a stream, in pieces, no faster than it takes them. */
export class Output {
  lines = 0;
  private waiting = '';

  constructor(private readonly stream: Writable) {}

  write(value: unknown): void {
    this.lines++;
    this.waiting += `${JSON.stringify(value)}\n`;
  }

  /** To be awaited between batches of events. */
  async drain(): Promise<void> {
    if (this.waiting.length >= FLUSH_CHARACTERS) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.waiting;
    this.waiting = '';
    if (!text || this.stream.write(text)) return;
    await new Promise<void>((resolve) => this.stream.once('drain', resolve));
  }
}

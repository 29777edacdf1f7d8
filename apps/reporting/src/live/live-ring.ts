/** What one notification became: whole frames, ready to be written. */
export interface LiveFrames {
  /** For who may see personal data. */
  clear: Buffer;
  /** For all others; the very same where nothing is sensitive. */
  masked: Buffer;
}

export interface LiveBatch {
  /** Log position the rows are at least as new as. */
  position: number;
  messages: number;
  frames: LiveFrames;
}

/** The newest batches, for clients that come back. Holds at most `messagesMax` messages. */
export class LiveRing {
  private batches: LiveBatch[] = [];
  private messages = 0;

  /** `floor`: everything after this position is here. */
  constructor(
    private floor: number,
    private readonly messagesMax: number,
  ) {}

  /** Position of the newest batch, or the floor. */
  get head(): number {
    return this.batches.at(-1)?.position ?? this.floor;
  }

  push(batch: LiveBatch): void {
    this.batches.push(batch);
    this.messages += batch.messages;
    while (this.messages > this.messagesMax) {
      const dropped = this.batches.shift()!;
      this.messages -= dropped.messages;
      this.floor = dropped.position;
    }
  }

  /** The batches after `position`; `undefined` when some of them are gone, or were never ours. */
  since(position: number): LiveBatch[] | undefined {
    if (position < this.floor || position > this.head) return undefined;
    return this.batches.filter((batch) => batch.position > position);
  }

  /** Forgets everything: what happened up to `position` was not all seen. */
  restart(position: number): void {
    this.floor = Math.max(position, this.head);
    this.batches = [];
    this.messages = 0;
  }
}

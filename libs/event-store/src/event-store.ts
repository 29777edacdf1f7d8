/** Revision of a stream that has no event. */
export const NO_STREAM = -1;

export interface NewEvent {
  /** CloudEvents id (UUID). */
  id: string;
  /** Full CloudEvents type, `tillwatch.<EventName>.v<schema>`. */
  type: string;
  /** Unique within its stream: `<epoch>/<sequence>` for events with a place in a journal, otherwise the id. */
  identity: string;
  /** Canonical JSON of the header: stored as this exact text. */
  header: string;
  /** Canonical JSON of the data: stored as this exact text. */
  data: string;
}

export interface StoredEvent extends NewEvent {
  /** Global, from 1, no holes, in commit order. */
  position: number;
  stream: string;
  /** From 0 within the stream. */
  revision: number;
}

export interface StreamAppend {
  stream: string;
  /** Revision of the last event the caller has seen, or NO_STREAM. Always exact. */
  expectedRevision: number;
  events: NewEvent[];
}

/** Per stream, in input order. A stream that did not match stores nothing; the others are not affected. */
export type StreamResult =
  { ok: true; revision: number; positions: number[] } | { ok: false; reason: 'wrong-revision'; actualRevision: number };

export interface ReadStreamOptions {
  /** First revision to return; default the start (forwards) or the end (backwards). */
  from?: number;
  backwards?: boolean;
  /** 1..10,000; default 1,000. */
  limit?: number;
}

export interface SubscribeOptions {
  /** Events with a position greater than this. */
  after: number;
  /** At most so many per batch, 1..10,000. */
  batchSize: number;
  signal: AbortSignal;
  /**
   * `platform`: only events of streams that are not a terminal's (alerts, commands, keys ...). They are few among many, and
   * finding them MUST NOT cost reading the many. Default: every event.
   */
  part?: 'platform';
}

/** Streams of terminals, `terminal-<id>`; all others hold what the platform itself says. */
export const TERMINAL_STREAM = 'terminal-';

/**
 * The log. Implementations MUST make an append durable before it resolves, MUST give positions such that a reader who
 * has seen position p never later finds a new event at or below p, and MUST NOT store part of a stream's append.
 * When an append rejects, its outcome is unknown: callers re-read the stream's end and compare before they retry.
 */
export interface EventStore {
  append(appends: readonly StreamAppend[]): Promise<StreamResult[]>;
  readStream(stream: string, options?: ReadStreamOptions): Promise<StoredEvent[]>;
  /** Those of the identities that the stream holds, any order. */
  find(stream: string, identities: readonly string[]): Promise<StoredEvent[]>;
  /** Events after a position in log order, at most `limit`. */
  readAll(after: number, limit: number): Promise<StoredEvent[]>;
  /** Position of the last event, 0 when there is none. */
  head(): Promise<number>;
  /** Endless; yields non-empty batches in order; the next batch is read only when the consumer asks for it. */
  subscribe(options: SubscribeOptions): AsyncIterable<StoredEvent[]>;
}

import { setTimeout as pause } from 'node:timers/promises';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { StreamAppend } from '../event-store.js';
import { AppendChannel, type AppendAnswer } from './append-channel.js';
import { exceptionOf, isWorthRetrying, readFailure } from './call-failure.js';
import { Connection, StreamDeletedError } from './connection.js';
import { checkpointOf, type LogPosition, type Recorded, recordedOf } from './recorded.js';
import { type ReadRange, Requests } from './requests.js';

/** How long one call to EventStoreDB may take, ms. */
export interface CallDeadlines {
  appendMs: number;
  readMs: number;
}

const MAX_APPENDS_IN_FLIGHT = 64;
const MAX_READ_ATTEMPTS = 3;
const READ_RETRY_MS = 50;

/**
 * The calls we make, in our words. Reads are tried again when the server was not reached or does not lead, and then throw
 * `CodedError` `unavailable`; `StreamDeletedError` for a stream that was.
 */
export class LogClient {
  private readonly connection: Connection;
  private readonly requests: Requests;
  private readonly channel: AppendChannel;

  constructor(
    url: string,
    private readonly deadlines: CallDeadlines,
  ) {
    this.connection = new Connection(url);
    this.requests = new Requests(this.connection.driver);
    this.channel = new AppendChannel(this.connection, this.requests, MAX_APPENDS_IN_FLIGHT);
  }

  append(append: StreamAppend): Promise<AppendAnswer> {
    return this.channel.append(append, this.deadlines.appendMs);
  }

  /** Empty for a stream that has no event. Positions are not known here. */
  readStream(stream: string, range: ReadRange): Promise<Recorded[]> {
    return this.collect(this.requests.stream(stream, range), stream);
  }

  /** At most `count` from a position on, that event included, without the server's own. */
  readAll(from: LogPosition | undefined, count: number): Promise<Recorded[]> {
    return this.collect(this.requests.all(from, count));
  }

  /** Of the last record, whatever it is. */
  async end(): Promise<LogPosition | undefined> {
    return (await this.collect(this.requests.allEnd()))[0]?.position;
  }

  /** What comes after a position, as it comes, and how far the server has looked where nothing of it was for us. */
  async *follow(
    after: LogPosition | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<{ event?: Recorded; position: LogPosition }> {
    for await (const response of this.connection.read(this.requests.subscription(after), { signal })) {
      const event = recordedOf(response);
      const position = event?.position ?? checkpointOf(response);
      if (position) yield event ? { event, position } : { position };
    }
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private async collect(request: ReadReq, stream = ''): Promise<Recorded[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.readOnce(request);
      } catch (error) {
        if (exceptionOf(error) === 'stream-deleted') throw new StreamDeletedError(stream);
        if (attempt === MAX_READ_ATTEMPTS || !isWorthRetrying(error)) throw readFailure(error);
        await pause(READ_RETRY_MS * attempt);
      }
    }
  }

  /** To the end of the call: one that is cancelled for each read looks like an attack to a server, which then hangs up. */
  private async readOnce(request: ReadReq): Promise<Recorded[]> {
    const events: Recorded[] = [];
    for await (const response of this.connection.read(request, { deadlineMs: this.deadlines.readMs })) {
      const event = recordedOf(response);
      if (event) events.push(event);
    }
    return events;
  }
}

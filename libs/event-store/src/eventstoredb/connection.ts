import type { BatchAppendReq, BatchAppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { CallOptions, ClientDuplexStream, Metadata } from '@grpc/grpc-js';
import { type ClientParts, type Driver, loadDriver, partsOf } from './driver.js';

export type BatchAppendCall = ClientDuplexStream<BatchAppendReq, BatchAppendResp>;

/** A stream of the log was deleted, which nothing of ours ever does: its events cannot be read and none can be added. */
export class StreamDeletedError extends Error {
  override readonly name = 'StreamDeletedError';

  constructor(readonly stream: string) {
    super(`The stream ${stream} was deleted in EventStoreDB.`);
  }
}

/** One client of EventStoreDB. Reconnects by itself: a call that fails prepares the next one to go elsewhere. */
export class Connection {
  readonly driver: Driver = loadDriver();
  private readonly client: ClientParts;
  /** The client's, which it would not close itself. */
  private channel: { close(): void } | undefined;

  constructor(url: string) {
    this.client = partsOf(this.driver.EventStoreDBClient.connectionString(url));
    const { getChannel } = this.client;
    this.client.getChannel = async () => (this.channel = await getChannel());
  }

  /** Answers as they come; the next is asked for when the last was taken. Ends the call when the caller stops. */
  async *read(request: ReadReq, limits: { deadlineMs?: number; signal?: AbortSignal } = {}): AsyncGenerator<ReadResp> {
    const { deadlineMs, signal } = limits;
    const deadline = deadlineMs === undefined ? Infinity : new Date(Date.now() + deadlineMs);
    let failure: Error | undefined;
    const call = await this.open('read', (client) => {
      const opened = client.read(request, ...this.callArguments(deadline));
      opened.on('error', (error) => (failure = error));
      return opened;
    });
    const cancel = (): void => call.cancel();
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();
    try {
      for await (const response of call) yield response as ReadResp;
      // One that failed before anybody listened looks like one that has ended.
      if (failure) throw failure;
    } catch (error) {
      if (!signal?.aborted) throw error;
    } finally {
      signal?.removeEventListener('abort', cancel);
      cancel();
    }
  }

  /** `onEnd` is told once, with the error if there was one. */
  batchAppend(onAnswer: (response: BatchAppendResp) => void, onEnd: (error?: Error) => void): Promise<BatchAppendCall> {
    return this.open('append', (client) => {
      const call = client.batchAppend(...this.callArguments(Infinity));
      call.on('data', onAnswer);
      call.on('error', onEnd);
      call.on('end', () => onEnd());
      return call;
    });
  }

  async close(): Promise<void> {
    await this.client.dispose();
    this.channel?.close();
  }

  private open<Call>(name: string, start: (client: StreamsClient) => Call): Promise<Call> {
    return this.client.GRPCStreamCreator(this.driver.StreamsClient, name, start)();
  }

  /** Asked of the leader: a follower may not have yet what was just stored. */
  private callArguments(deadline: Date | number): [Metadata, CallOptions] {
    return this.client.callArguments({ requiresLeader: true }, { deadline });
  }
}

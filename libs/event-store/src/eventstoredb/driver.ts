import { createRequire } from 'node:module';
import type { EventStoreDBClient } from '@eventstore/db-client';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { CallOptions, Metadata } from '@grpc/grpc-js';

const load = createRequire(import.meta.url);
const generated = '@eventstore/db-client/generated';

type Client = typeof import('@eventstore/db-client');
type Grpc = typeof import('@eventstore/db-client/generated/streams_grpc_pb.js');
type Streams = typeof import('@eventstore/db-client/generated/streams_pb.js');
type Shared = typeof import('@eventstore/db-client/generated/shared_pb.js');
type Google = typeof import('google-protobuf/google/protobuf/empty_pb.js');

export interface Driver {
  EventStoreDBClient: Client['EventStoreDBClient'];
  StreamsClient: Grpc['StreamsClient'];
  streams: Streams;
  shared: Shared;
  google: Google;
}

/**
 * The client and its generated messages, loaded on first use: with PostgreSQL as the log nobody pays for them.
 *
 * We use the client for what surrounds a call (connection string, discovery, TLS, credentials, reconnecting) and its
 * messages for the calls themselves, because its own reads and writes go through JSON.parse and JSON.stringify and would
 * not keep our texts exactly, and its batch append shares what is pending between all clients and has no deadline.
 */
export function loadDriver(): Driver {
  const { EventStoreDBClient } = load('@eventstore/db-client') as Client;
  const { StreamsClient } = load(`${generated}/streams_grpc_pb.js`) as Grpc;
  return {
    EventStoreDBClient,
    StreamsClient,
    streams: load(`${generated}/streams_pb.js`) as Streams,
    shared: load(`${generated}/shared_pb.js`) as Shared,
    google: load('google-protobuf/google/protobuf/empty_pb.js') as Google,
  };
}

/** What the client keeps for its own calls (protected in its types); version 6.2.1 is its last one and pinned. */
export interface ClientParts {
  /** Opens a call, and prepares the connection to be made anew when the call ends with "unavailable" or "not leader". */
  GRPCStreamCreator<Call>(
    client: Driver['StreamsClient'],
    name: string,
    open: (client: StreamsClient) => Call,
  ): () => Promise<Call>;
  /** Credentials and headers. */
  callArguments(options: { requiresLeader: boolean }, more: { deadline: Date | number }): [Metadata, CallOptions];
  getChannel(): Promise<{ close(): void }>;
  dispose(): Promise<void>;
}

export const partsOf = (client: EventStoreDBClient): ClientParts => client as unknown as ClientParts;

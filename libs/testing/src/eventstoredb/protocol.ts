import { createRequire } from 'node:module';

/** The messages and services of EventStoreDB as its client ships them: CommonJS, exports made at run time. */
const load = createRequire(import.meta.url);
const generated = '@eventstore/db-client/generated';

type Streams = typeof import('@eventstore/db-client/generated/streams_pb.js');
type StreamsGrpc = typeof import('@eventstore/db-client/generated/streams_grpc_pb.js');
type Shared = typeof import('@eventstore/db-client/generated/shared_pb.js');
type Status = typeof import('@eventstore/db-client/generated/status_pb.js');
type Features = typeof import('@eventstore/db-client/generated/serverfeatures_pb.js');
type FeaturesGrpc = typeof import('@eventstore/db-client/generated/serverfeatures_grpc_pb.js');
type Gossip = typeof import('@eventstore/db-client/generated/gossip_pb.js');
type GossipGrpc = typeof import('@eventstore/db-client/generated/gossip_grpc_pb.js');
type AnyMessages = typeof import('google-protobuf/google/protobuf/any_pb.js');
type EmptyMessages = typeof import('google-protobuf/google/protobuf/empty_pb.js');

export const streams = load(`${generated}/streams_pb.js`) as Streams;
export const { StreamsService } = load(`${generated}/streams_grpc_pb.js`) as StreamsGrpc;
export const shared = load(`${generated}/shared_pb.js`) as Shared;
export const { Status: StatusMessage } = load(`${generated}/status_pb.js`) as Status;
export const features = load(`${generated}/serverfeatures_pb.js`) as Features;
export const { ServerFeaturesService } = load(`${generated}/serverfeatures_grpc_pb.js`) as FeaturesGrpc;
export const gossip = load(`${generated}/gossip_pb.js`) as Gossip;
export const { GossipService } = load(`${generated}/gossip_grpc_pb.js`) as GossipGrpc;
export const { Any } = load('google-protobuf/google/protobuf/any_pb.js') as AnyMessages;
export const { Empty } = load('google-protobuf/google/protobuf/empty_pb.js') as EmptyMessages;

import { randomUUID } from 'node:crypto';
import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import type { ServerNode } from './node.js';
import { features, gossip, shared, StreamsService } from './protocol.js';

export const SERVER_VERSION = '24.10.0';
const LEADER = 8;

const featuresOf: Record<string, string[]> = { read: ['position', 'events'], batchappend: ['deadline_duration'] };

/** Names are in lower case. */
export function supportedMethods(
  _call: ServerUnaryCall<Empty, SupportedMethods>,
  answer: sendUnaryData<SupportedMethods>,
) {
  const supported = new features.SupportedMethods();
  supported.setEventStoreServerVersion(SERVER_VERSION);
  for (const { path } of Object.values(StreamsService) as { path: string }[]) {
    const [, service, name] = path.toLowerCase().split('/');
    const method = new features.SupportedMethod();
    method.setServiceName(service!);
    method.setMethodName(name!);
    method.setFeaturesList(featuresOf[name!] ?? []);
    supported.addMethods(method);
  }
  answer(null, supported);
}

/** One member: this node, which leads. */
export function gossipRead(
  { self }: ServerNode,
  _call: ServerUnaryCall<Empty, ClusterInfo>,
  answer: sendUnaryData<ClusterInfo>,
) {
  const endPoint = new gossip.EndPoint();
  endPoint.setAddress(self.host);
  endPoint.setPort(self.port);
  const instanceId = new shared.UUID();
  instanceId.setString(randomUUID());
  const member = new gossip.MemberInfo();
  member.setInstanceId(instanceId);
  member.setTimeStamp(String(BigInt(Date.now()) * 10_000n));
  member.setState(LEADER);
  member.setIsAlive(true);
  member.setHttpEndPoint(endPoint);
  const info = new gossip.ClusterInfo();
  info.addMembers(member);
  answer(null, info);
}

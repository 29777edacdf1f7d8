import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import type * as pb from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerNode } from './node.js';
import { positionOf } from './positions.js';
import { expectedOf, streamNameOf } from './proposed.js';
import { shared, streams } from './protocol.js';
import { streamDeleted, wrongExpectedVersion } from './rpc-errors.js';

/** The stream is hidden up to its end, and can go on after it. */
export async function deleteStream(
  node: ServerNode,
  call: ServerUnaryCall<pb.DeleteReq, pb.DeleteResp>,
  answer: sendUnaryData<pb.DeleteResp>,
): Promise<void> {
  try {
    const stream = await checked(node, call);
    await node.log.softDelete(stream);
    const response = new streams.DeleteResp();
    response.setNoPosition(new shared.Empty());
    answer(null, response);
  } catch (error) {
    answer(error as Error);
  }
}

/** The stream is gone for good, and so is its name. */
export async function tombstoneStream(
  node: ServerNode,
  call: ServerUnaryCall<pb.TombstoneReq, pb.TombstoneResp>,
  answer: sendUnaryData<pb.TombstoneResp>,
): Promise<void> {
  try {
    const written = await node.log.tombstone(await checked(node, call));
    const response = new streams.TombstoneResp();
    const position = new streams.TombstoneResp.Position();
    const { commit, prepare } = positionOf((written.outcome === 'written' && written.dense) || 1);
    position.setCommitPosition(String(commit));
    position.setPreparePosition(String(prepare));
    response.setPosition(position);
    answer(null, response);
  } catch (error) {
    answer(error as Error);
  }
}

/** The stream's name, when it is where the caller expects it. */
async function checked(
  node: ServerNode,
  call: ServerUnaryCall<pb.DeleteReq | pb.TombstoneReq, pb.DeleteResp | pb.TombstoneResp>,
): Promise<string> {
  node.faults.admit(call.metadata, node.self);
  const options = call.request.getOptions()!;
  const stream = streamNameOf(options.getStreamIdentifier());
  if (node.log.states.isTombstoned(stream)) throw streamDeleted(stream);
  const expected = expectedOf(options.getExpectedStreamRevisionCase(), options.getRevision());
  const current = await node.log.lastRevision(stream);
  const isThere = expected === 'any' || (expected === 'stream-exists' ? current >= 0 : expected === current);
  if (!isThere) throw wrongExpectedVersion(stream, String(expected), current);
  return stream;
}

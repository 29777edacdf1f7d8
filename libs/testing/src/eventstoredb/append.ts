import type { sendUnaryData, ServerReadableStream } from '@grpc/grpc-js';
import type * as pb from '@eventstore/db-client/generated/streams_pb.js';
import type { Refusal, ServerNode } from './node.js';
import { positionOf } from './positions.js';
import { expectedOf, proposedOf, sizeOf, streamNameOf } from './proposed.js';
import { shared, streams } from './protocol.js';
import type { Proposed } from './record.js';
import { appendTooLarge, operationTimedOut, serverNotReady, streamDeleted } from './rpc-errors.js';
import type { Expected, Written } from './server-log.js';

/** The plain append: one call, one message per event. */
export async function append(
  node: ServerNode,
  call: ServerReadableStream<pb.AppendReq, pb.AppendResp>,
  answer: sendUnaryData<pb.AppendResp>,
): Promise<void> {
  node.counts.append++;
  try {
    node.faults.admit(call.metadata, node.self);
    const { stream, expected, proposed } = await receive(call, node.options.maxAppendBytes);
    const written = await node.append(stream, expected, proposed);
    if (written) answer(null, appendResponse(stream, expected, written));
  } catch (error) {
    answer(error as Error);
  }
}

async function receive(call: ServerReadableStream<pb.AppendReq, pb.AppendResp>, maxAppendBytes: number) {
  let stream = '';
  let expected: Expected = 'any';
  let size = 0;
  const proposed: Proposed[] = [];
  for await (const request of call as AsyncIterable<pb.AppendReq>) {
    const options = request.getOptions();
    const message = request.getProposedMessage();
    if (options) {
      stream = streamNameOf(options.getStreamIdentifier());
      expected = expectedOf(options.getExpectedStreamRevisionCase(), options.getRevision());
    } else if (message) {
      proposed.push(proposedOf(message));
      size += sizeOf(proposed.at(-1)!);
      if (size > maxAppendBytes) throw appendTooLarge(maxAppendBytes);
    }
  }
  return { stream, expected, proposed };
}

function appendResponse(stream: string, expected: Expected, written: Written | Refusal): pb.AppendResp {
  const response = new streams.AppendResp();
  switch (written.outcome) {
    case 'timeout':
      throw operationTimedOut();
    case 'not-ready':
      throw serverNotReady();
    case 'deleted':
      throw streamDeleted(stream);
    case 'written': {
      const success = new streams.AppendResp.Success();
      success.setCurrentRevision(String(written.revision));
      if (written.dense === undefined) success.setNoPosition(new shared.Empty());
      else {
        const position = new streams.AppendResp.Position();
        position.setCommitPosition(String(positionOf(written.dense).commit));
        position.setPreparePosition(String(positionOf(written.dense).prepare));
        success.setPosition(position);
      }
      response.setSuccess(success);
      return response;
    }
    case 'wrong-expected-version': {
      const wrong = new streams.AppendResp.WrongExpectedVersion();
      if (written.current < 0) wrong.setCurrentNoStream(new shared.Empty());
      else wrong.setCurrentRevision(String(written.current));
      if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
      else if (expected === 'stream-exists') wrong.setExpectedStreamExists(new shared.Empty());
      else if (expected < 0) wrong.setExpectedNoStream(new shared.Empty());
      else wrong.setExpectedRevision(String(expected));
      response.setWrongExpectedVersion(wrong);
      return response;
    }
  }
}

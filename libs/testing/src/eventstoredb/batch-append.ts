import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import {
  appendTooLargeStatus,
  badRequestStatus,
  notReadyStatus,
  streamDeletedStatus,
  timeoutStatus,
  wrongExpectedVersionStatus,
} from './batch-status.js';
import type { Refusal, ServerNode } from './node.js';
import { positionOf } from './positions.js';
import { expectedOf, proposedOf, sizeOf, streamNameOf } from './proposed.js';
import { Empty, shared, streams } from './protocol.js';
import type { Proposed } from './record.js';
import type { Expected, Written } from './server-log.js';

/** An append whose last message has not come yet. */
interface Pending {
  stream: string;
  expected: Expected;
  proposed: Proposed[];
  size: number;
}

/** Appends to many streams over one call; written in the order in which their last messages came. */
export class BatchAppend {
  private readonly pending = new Map<string, Pending>();
  private unanswered = 0;
  private ended = false;

  constructor(
    private readonly node: ServerNode,
    private readonly call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
  ) {}

  serve(): void {
    this.node.counts.batchAppend++;
    this.call.on('error', () => {});
    this.call.on('end', () => {
      this.ended = true;
      this.endWhenDone();
    });
    this.call.on('data', (request: BatchAppendReq) => {
      const correlationId = request.getCorrelationId()!;
      try {
        const complete = this.take(correlationId, request);
        if (complete) void this.write(correlationId, complete);
      } catch (error) {
        this.refuse(correlationId, streamNameOf(request.getOptions()?.getStreamIdentifier()), badRequest(error));
      }
    });
  }

  private take(correlationId: UUID, request: BatchAppendReq): Pending | undefined {
    const key = correlationId.getString();
    const options = request.getOptions();
    if (options) {
      const stream = streamNameOf(options.getStreamIdentifier());
      const deadline = options.getDeadline()?.toDate().getTime();
      if (deadline !== undefined && deadline <= Date.now()) {
        this.refuse(correlationId, stream, timeoutStatus());
        return undefined;
      }
      const expected = expectedOf(options.getExpectedStreamPositionCase(), options.getStreamPosition());
      this.pending.set(key, { stream, expected, proposed: [], size: 0 });
    }
    const append = this.pending.get(key);
    if (!append) return undefined;
    for (const message of request.getProposedMessagesList()) {
      append.proposed.push(proposedOf(message));
      append.size += sizeOf(append.proposed.at(-1)!);
    }
    const isTooLarge = append.size > this.node.options.maxAppendBytes;
    if (isTooLarge) {
      this.refuse(correlationId, append.stream, appendTooLargeStatus(this.node.options.maxAppendBytes));
    }
    if (isTooLarge || request.getIsFinal()) this.pending.delete(key);
    return request.getIsFinal() && !isTooLarge ? append : undefined;
  }

  private async write(correlationId: UUID, { stream, expected, proposed }: Pending): Promise<void> {
    this.node.counts.batches++;
    this.unanswered++;
    try {
      this.node.faults.admit(this.call.metadata, this.node.self);
      const written = await this.node.append(stream, expected, proposed);
      if (written) this.answer(responseOf(correlationId, stream, expected, written));
    } catch (error) {
      // As a real server does: the whole call ends, with what was on its way in it.
      if (!this.call.cancelled) this.call.emit('error', error);
    }
    this.unanswered--;
    this.endWhenDone();
  }

  private refuse(correlationId: UUID, stream: string, status: Status): void {
    const response = addressed(correlationId, stream);
    response.setError(status);
    this.answer(response);
  }

  private answer(response: BatchAppendResp): void {
    if (!this.call.cancelled && !this.call.destroyed) this.call.write(response);
  }

  private endWhenDone(): void {
    if (this.ended && this.unanswered === 0) this.call.end();
  }
}

const badRequest = (error: unknown): Status => badRequestStatus((error as Error).message);

function addressed(correlationId: UUID, stream: string): BatchAppendResp {
  const response = new streams.BatchAppendResp();
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  response.setCorrelationId(correlationId);
  response.setStreamIdentifier(identifier);
  return response;
}

function responseOf(
  correlationId: UUID,
  stream: string,
  expected: Expected,
  written: Written | Refusal,
): BatchAppendResp {
  const response = addressed(correlationId, stream);
  switch (written.outcome) {
    case 'timeout':
      response.setError(timeoutStatus());
      break;
    case 'not-ready':
      response.setError(notReadyStatus());
      break;
    case 'deleted':
      response.setError(streamDeletedStatus(stream));
      break;
    case 'wrong-expected-version':
      response.setError(wrongExpectedVersionStatus(expected, written.current));
      break;
    case 'written':
      response.setSuccess(successOf(written.revision, written.dense));
  }
  return response;
}

function successOf(revision: number, dense: number | undefined): BatchAppendResp.Success {
  const success = new streams.BatchAppendResp.Success();
  success.setCurrentRevision(String(revision));
  if (dense === undefined) success.setNoPosition(new Empty());
  else {
    const position = new shared.AllStreamPosition();
    position.setCommitPosition(String(positionOf(dense).commit));
    position.setPreparePosition(String(positionOf(dense).prepare));
    success.setPosition(position);
  }
  return success;
}

import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import type { Expected } from './server-log.js';
import { Any, Empty, shared, StatusMessage } from './protocol.js';

/** Errors of a batch append travel as google.rpc.Status inside an answer. */
function statusOf(code: number, message: string, typeName: string, details: { serializeBinary(): Uint8Array }): Status {
  const any = new Any();
  any.pack(details.serializeBinary(), typeName);
  const status = new StatusMessage();
  status.setCode(code);
  status.setMessage(message);
  status.setDetails(any);
  return status;
}

const named = (code: number, name: string, details: { serializeBinary(): Uint8Array }): Status =>
  statusOf(code, name, `event_store.client.${name}`, details);

export function wrongExpectedVersionStatus(expected: Expected, current: number): Status {
  const details = new shared.WrongExpectedVersion();
  if (current < 0) details.setCurrentNoStream(new Empty());
  else details.setCurrentStreamRevision(String(current));
  if (expected === 'any') details.setExpectedAny(new Empty());
  else if (expected === 'stream-exists') details.setExpectedStreamExists(new Empty());
  else if (expected < 0) details.setExpectedNoStream(new Empty());
  else details.setExpectedStreamPosition(String(expected));
  return named(6, 'WrongExpectedVersion', details);
}

export function streamDeletedStatus(stream: string): Status {
  const details = new shared.StreamDeleted();
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  details.setStreamIdentifier(identifier);
  return named(5, 'StreamDeleted', details);
}

export const timeoutStatus = (): Status => named(4, 'Timeout', new shared.Timeout());
export const unknownStatus = (): Status => named(2, 'Unknown', new shared.Unknown());

export function appendTooLargeStatus(limit: number): Status {
  const details = new shared.MaximumAppendSizeExceeded();
  details.setMaxappendsize(limit);
  return named(3, 'MaximumAppendSizeExceeded', details);
}

export function badRequestStatus(message: string): Status {
  const details = new shared.BadRequest();
  details.setMessage(message);
  return named(3, 'BadRequest', details);
}

/** Not handled: no code, an empty detail, and the reason as text. */
export const notReadyStatus = (): Status => statusOf(0, 'Server Is Not Ready', 'google.protobuf.Empty', new Empty());

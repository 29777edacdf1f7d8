import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { type LogPosition, NO_POSITION } from './positions.js';
import { shared, streams } from './protocol.js';
import type { LogRecord } from './record.js';
import { LAST, TOMBSTONE } from './stream-states.js';

/** 100-nanosecond ticks in a millisecond. */
const TICKS = 10_000n;

/** Reads of $all say where an event stands in the log, reads of a stream do not. */
export function eventResponse(record: LogRecord, isOfAll: boolean): ReadResp {
  const { stream, type, contentType, created, data, metadata, id } = record;
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  const uuid = new shared.UUID();
  uuid.setString(id);
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  recorded.setId(uuid);
  recorded.setStreamIdentifier(identifier);
  recorded.setStreamRevision(String(type === TOMBSTONE ? LAST : record.revision));
  recorded.setCommitPosition(String(isOfAll ? record.position.commit : NO_POSITION));
  recorded.setPreparePosition(String(isOfAll ? record.position.prepare : NO_POSITION));
  recorded.getMetadataMap().set('type', type);
  recorded.getMetadataMap().set('content-type', contentType);
  recorded.getMetadataMap().set('created', String(BigInt(created) * TICKS));
  recorded.setData(data);
  recorded.setCustomMetadata(metadata);
  const event = new streams.ReadResp.ReadEvent();
  event.setEvent(recorded);
  if (isOfAll) event.setCommitPosition(String(record.position.commit));
  else event.setNoPosition(new shared.Empty());
  const response = new streams.ReadResp();
  response.setEvent(event);
  return response;
}

export function confirmationResponse(subscriptionId: string): ReadResp {
  const confirmation = new streams.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(subscriptionId);
  const response = new streams.ReadResp();
  response.setConfirmation(confirmation);
  return response;
}

export function checkpointResponse({ commit, prepare }: LogPosition): ReadResp {
  const checkpoint = new streams.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(commit));
  checkpoint.setPreparePosition(String(prepare));
  const response = new streams.ReadResp();
  response.setCheckpoint(checkpoint);
  return response;
}

export function caughtUpResponse(): ReadResp {
  const response = new streams.ReadResp();
  response.setCaughtUp(new streams.ReadResp.CaughtUp());
  return response;
}

export function notFoundResponse(stream: string): ReadResp {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  const notFound = new streams.ReadResp.StreamNotFound();
  notFound.setStreamIdentifier(identifier);
  const response = new streams.ReadResp();
  response.setStreamNotFound(notFound);
  return response;
}

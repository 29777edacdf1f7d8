import type { AppendReq, BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js';
import type { Proposed } from './record.js';
import { invalidArgument, requiredMetadataMissing } from './rpc-errors.js';
import { type Expected, NO_STREAM } from './server-log.js';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Throws what the server answers when a message lacks what it must have. */
export function proposedOf(message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): Proposed {
  const metadata = message.getMetadataMap();
  const type = metadata.get('type');
  const contentType = metadata.get('content-type');
  if (type === undefined) throw requiredMetadataMissing('type');
  if (contentType === undefined) throw requiredMetadataMissing('content-type');
  const id = message.getId()?.getString() ?? '';
  if (!UUID.test(id)) throw invalidArgument('The id of an event is a UUID.');
  if (type === '') throw invalidArgument('Empty eventType provided.');
  return {
    id: id.toLowerCase(),
    type,
    // The server keeps only whether it is JSON.
    contentType: contentType === 'application/json' ? contentType : 'application/octet-stream',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

/** As the server counts it against the limit of one append. */
export const sizeOf = ({ type, data, metadata }: Proposed): number => data.length + metadata.length + type.length * 2;

export const streamNameOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

/** `case` is the number of the field that is set, the same in every request that has one. */
export function expectedOf(fieldNumber: number, revision: string): Expected {
  switch (fieldNumber) {
    case 2:
      return Number(revision);
    case 3:
      return NO_STREAM;
    case 4:
      return 'any';
    case 5:
      return 'stream-exists';
    default:
      throw invalidArgument('The expected revision is not set.');
  }
}

import { isUtf8 } from 'node:buffer';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';

/** Where an event stands in EventStoreDB's own log: 64 bit, increasing, with gaps. */
export interface LogPosition {
  commit: bigint;
  prepare: bigint;
}

/** An event as EventStoreDB keeps it; its metadata is our header. */
export interface Recorded {
  stream: string;
  revision: number;
  id: string;
  type: string;
  header: string;
  data: string;
  /** Only known where it was read from $all. */
  position: LogPosition;
  /** False when header or data are not UTF-8, so not ours. */
  isText: boolean;
  /** Of header and data. */
  bytes: number;
}

export function isAfter(a: LogPosition, b: LogPosition): boolean {
  return a.commit > b.commit || (a.commit === b.commit && a.prepare > b.prepare);
}

/** `undefined` for anything but an event. */
export function recordedOf(response: ReadResp): Recorded | undefined {
  const event = response.getEvent()?.getEvent();
  if (!event) return undefined;
  const header = bytesOf(event.getCustomMetadata_asU8());
  const data = bytesOf(event.getData_asU8());
  return {
    stream: bytesOf(event.getStreamIdentifier()!.getStreamName_asU8()).toString('utf8'),
    revision: Number(event.getStreamRevision()),
    id: event.getId()!.getString().toLowerCase(),
    type: event.getMetadataMap().get('type') ?? '',
    header: header.toString('utf8'),
    data: data.toString('utf8'),
    position: { commit: BigInt(event.getCommitPosition()), prepare: BigInt(event.getPreparePosition()) },
    isText: isUtf8(header) && isUtf8(data),
    bytes: header.length + data.length,
  };
}

export function checkpointOf(response: ReadResp): LogPosition | undefined {
  const checkpoint = response.getCheckpoint();
  if (!checkpoint) return undefined;
  return { commit: BigInt(checkpoint.getCommitPosition()), prepare: BigInt(checkpoint.getPreparePosition()) };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength);

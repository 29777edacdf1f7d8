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
  return event && new ReceivedEvent(event);
}

/** Texts are made when somebody reads them: the index needs neither header nor data of what this process appended. */
class ReceivedEvent implements Recorded {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly position: LogPosition;
  readonly bytes: number;
  private readonly headerBytes: Buffer;
  private readonly dataBytes: Buffer;

  constructor(private readonly event: ReadResp.ReadEvent.RecordedEvent) {
    this.stream = bytesOf(event.getStreamIdentifier()!.getStreamName_asU8()).toString('utf8');
    this.revision = Number(event.getStreamRevision());
    this.id = event.getId()!.getString().toLowerCase();
    this.position = { commit: BigInt(event.getCommitPosition()), prepare: BigInt(event.getPreparePosition()) };
    this.headerBytes = bytesOf(event.getCustomMetadata_asU8());
    this.dataBytes = bytesOf(event.getData_asU8());
    this.bytes = this.headerBytes.length + this.dataBytes.length;
  }

  get type(): string {
    return this.event.getMetadataMap().get('type') ?? '';
  }

  get header(): string {
    return this.headerBytes.toString('utf8');
  }

  get data(): string {
    return this.dataBytes.toString('utf8');
  }

  get isText(): boolean {
    return isUtf8(this.headerBytes) && isUtf8(this.dataBytes);
  }
}

export function checkpointOf(response: ReadResp): LogPosition | undefined {
  const checkpoint = response.getCheckpoint();
  if (!checkpoint) return undefined;
  return { commit: BigInt(checkpoint.getCommitPosition()), prepare: BigInt(checkpoint.getPreparePosition()) };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength);

import { type StoredEvent } from '@tillwatch/event-store';
import { type LogPosition, positionOf } from './positions.js';

/** What somebody asks to append. */
export interface Proposed {
  id: string;
  type: string;
  contentType: string;
  data: Uint8Array;
  metadata: Uint8Array;
}

/** One record of the log. */
export interface LogRecord extends Proposed {
  position: LogPosition;
  /** Its row's place, from 1. */
  dense: number;
  stream: string;
  revision: number;
  /** ms since 1970 */
  created: number;
}

/** Events of the PostgreSQL adapter hold texts; what a client sends is bytes, so they go in as base64. */
interface Envelope {
  contentType: string;
  created: number;
  metadata: string;
}

/** An empty text cannot be stored. */
const EMPTY = '-';

/** A row for a record; its identity is only there because the table has one: EventStoreDB knows none. */
export function rowOf(proposed: Proposed, revision: number, created: number) {
  const { id, type, contentType, data, metadata } = proposed;
  const envelope: Envelope = { contentType, created, metadata: Buffer.from(metadata).toString('base64') };
  return {
    id,
    type,
    identity: `revision ${revision}`,
    header: JSON.stringify(envelope),
    data: data.length === 0 ? EMPTY : Buffer.from(data).toString('base64'),
  };
}

export function recordOf({ position, stream, revision, id, type, header, data }: StoredEvent): LogRecord {
  const { contentType, created, metadata } = JSON.parse(header) as Envelope;
  return {
    position: positionOf(position),
    dense: position,
    stream,
    revision,
    id,
    type,
    contentType,
    created,
    metadata: Buffer.from(metadata, 'base64'),
    data: Buffer.from(data === EMPTY ? '' : data, 'base64'),
  };
}

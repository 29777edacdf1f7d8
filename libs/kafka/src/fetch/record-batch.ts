import { ByteReader } from './byte-reader.js';
import { decompress } from './codecs.js';
import { crc32c } from './crc32c.js';

/** One header may stand several times in a record. */
export type Headers = Record<string, Buffer | (Buffer | null)[] | null>;

/** A record as kafkajs hands it on; in place of records that cannot be read stands one with `unreadable`. */
export interface FetchedRecord {
  offset: string;
  key: Buffer | null;
  value: Buffer | null;
  /** ms since 1970 */
  timestamp: string;
  headers: Headers;
  isControlRecord: boolean;
  batchContext: BatchContext;
  unreadable?: Unreadable;
}

/** What kafkajs needs to leave out the records of aborted transactions. */
export interface BatchContext {
  producerId: string;
  inTransaction: boolean;
}

/**
 * The record's `value` then holds the bytes of the whole record batch, its `offset` the last one they stand for. Without
 * bytes (`value` null) it is the broker that cannot read its disk, and the offsets say nothing.
 */
export interface Unreadable {
  reason: string;
  firstOffset: string;
}

/** Base offset and length; then leader epoch, magic and CRC; then what the CRC covers. */
const PREFIX = 12;
const COVERED_FROM = 21;
const SMALLEST = 61;
const MAGIC = 2;

/**
 * The records of one partition of a fetch. What cannot be read (another format, a wrong checksum, an unknown codec,
 * damaged records) becomes one record that carries its bytes. A batch cut off by the fetch's limit is left for the next fetch.
 */
export async function readRecordBatches(bytes: Buffer): Promise<FetchedRecord[]> {
  const records: FetchedRecord[] = [];
  for (let at = 0; at + SMALLEST <= bytes.length;) {
    const length = bytes.readInt32BE(at + 8);
    // Brokers find batches by this length, so they do not send one that is too small; were it so, nothing after is known.
    const end = length + PREFIX < SMALLEST ? bytes.length : at + PREFIX + length;
    if (end > bytes.length) break;
    const next = end + 8 <= bytes.length ? bytes.readBigInt64BE(end) : undefined;
    const batch = bytes.subarray(at, end);
    const read = await readBatch(batch).catch((error: unknown) => [unreadable(batch, next, (error as Error).message)]);
    for (const record of read) records.push(record);
    at = end;
  }
  return records;
}

async function readBatch(batch: Buffer): Promise<FetchedRecord[]> {
  if (batch[16] !== MAGIC) throw new Error(`Record format ${batch[16]} is not known.`);
  const covered = batch.subarray(COVERED_FROM);
  if (crc32c(covered) !== batch.readUInt32BE(COVERED_FROM - 4)) throw new Error('The checksum does not match.');
  const header = new ByteReader(covered);
  const attributes = header.int16();
  header.int32(); // last offset delta
  const place: Place = {
    firstOffset: Number(batch.readBigInt64BE(0)),
    firstTimestamp: Number(header.int64()),
    appendTime: attributes & 8 ? String(header.int64()) : void header.int64(),
    isControlRecord: (attributes & 32) !== 0,
    batchContext: { producerId: String(header.int64()), inTransaction: (attributes & 16) !== 0 },
  };
  header.int16(); // producer epoch
  header.int32(); // first sequence
  const count = header.int32();
  const reader = new ByteReader(await decompress(attributes & 7, header.take(header.left)));
  const records: FetchedRecord[] = [];
  for (let index = 0; index < count; index++) records.push(readRecord(reader, place));
  if (reader.left > 0) throw new Error(`${reader.left} bytes follow the last record.`);
  return records;
}

interface Place {
  firstOffset: number;
  firstTimestamp: number;
  /** The broker's time, when the topic is configured to use that. */
  appendTime: string | undefined;
  isControlRecord: boolean;
  batchContext: BatchContext;
}

const noHeaders: Headers = Object.freeze({});

function readRecord(reader: ByteReader, place: Place): FetchedRecord {
  const after = reader.varint();
  const left = reader.left;
  reader.int8(); // attributes, unused
  const timestamp = place.firstTimestamp + reader.varint();
  const offset = place.firstOffset + reader.varint();
  const key = reader.varBytes();
  const value = reader.varBytes();
  const pairs = reader.varArray(() => [reader.varBytes()?.toString('utf8') ?? '', reader.varBytes()] as const);
  if (left - reader.left !== after) throw new Error('A record does not end where it says.');
  return {
    offset: String(offset),
    key,
    value,
    timestamp: place.appendTime ?? String(timestamp),
    headers: pairs.length > 0 ? collectHeaders(pairs) : noHeaders,
    isControlRecord: place.isControlRecord,
    batchContext: place.batchContext,
  };
}

function collectHeaders(pairs: readonly (readonly [string, Buffer | null])[]): Headers {
  const headers: Headers = Object.create(null) as Headers;
  for (const [name, value] of pairs) {
    const before = headers[name];
    if (before === undefined) headers[name] = value;
    else headers[name] = Array.isArray(before) ? [...before, value] : [before, value];
  }
  return headers;
}

/** The count of records cannot be trusted, so the next batch says where this one ends, when there is one. */
function unreadable(batch: Buffer, next: bigint | undefined, reason: string): FetchedRecord {
  const first = batch.readBigInt64BE(0);
  const claimed = first + BigInt(Math.max(batch.readInt32BE(COVERED_FROM + 2), 0));
  const last = next !== undefined && next > first ? next - 1n : claimed;
  return unreadableRecord({ reason, firstOffset: String(first) }, String(last), Buffer.from(batch));
}

export function unreadableRecord(unreadable: Unreadable, offset: string, value: Buffer | null): FetchedRecord {
  return {
    offset,
    key: null,
    value,
    timestamp: '0',
    headers: noHeaders,
    isControlRecord: false,
    batchContext: { producerId: '-1', inTransaction: false },
    unreadable,
  };
}

import { gzipSync, zstdCompressSync } from 'node:zlib';
import { compress as compressLz4 } from 'lz4js';
import { compress as compressSnappy } from 'snappyjs';
import { crc32c } from './crc32c.js';

export interface PlainRecord {
  key?: string | null;
  value?: string | null;
  headers?: [string, string | null][];
  offsetDelta?: number;
  timestampDelta?: number;
}

export interface BatchOptions {
  baseOffset?: bigint;
  attributes?: number;
  lastOffsetDelta?: number;
  producerId?: bigint;
  firstTimestamp?: bigint;
}

const packers: Record<number, (plain: Buffer) => Uint8Array> = {
  0: (plain) => plain,
  1: gzipSync,
  2: compressSnappy,
  3: compressLz4,
  4: zstdCompressSync,
};

/** A record batch as a producer writes it (magic 2), independent of the code that reads it. */
export function writeBatch(records: PlainRecord[], options: BatchOptions = {}): Buffer {
  const { attributes = 0, baseOffset = 0n, firstTimestamp = 1_700_000_000_000n } = options;
  const header = Buffer.alloc(40);
  header.writeInt16BE(attributes, 0);
  header.writeInt32BE(options.lastOffsetDelta ?? records.length - 1, 2);
  header.writeBigInt64BE(firstTimestamp, 6);
  header.writeBigInt64BE(firstTimestamp + 1000n, 14);
  header.writeBigInt64BE(options.producerId ?? -1n, 22);
  header.writeInt16BE(-1, 30);
  header.writeInt32BE(-1, 32);
  header.writeInt32BE(records.length, 36);
  const plain = Buffer.concat(records.map((record, index) => writeRecord({ offsetDelta: index, ...record })));
  const pack = packers[attributes & 7] ?? ((bytes: Buffer) => bytes);
  return seal(Buffer.concat([header, pack(plain)]), baseOffset);
}

/** Adds what stands before the part under the checksum. */
export function seal(covered: Buffer, baseOffset: bigint): Buffer {
  const prefix = Buffer.alloc(21);
  prefix.writeBigInt64BE(baseOffset, 0);
  prefix.writeInt32BE(9 + covered.length, 8);
  prefix.writeInt32BE(0, 12);
  prefix.writeInt8(2, 16);
  prefix.writeUInt32BE(crc32c(covered), 17);
  return Buffer.concat([prefix, covered]);
}

function writeRecord({
  key = 'k',
  value = 'v',
  headers = [],
  offsetDelta = 0,
  timestampDelta = 0,
}: PlainRecord): Buffer {
  const body = Buffer.concat([
    Buffer.from([0]),
    varint(timestampDelta),
    varint(offsetDelta),
    varBytes(key),
    varBytes(value),
    varint(headers.length),
    ...headers.flatMap(([name, text]) => [varBytes(name), varBytes(text)]),
  ]);
  return Buffer.concat([varint(body.length), body]);
}

function varBytes(text: string | null): Buffer {
  return text === null ? varint(-1) : Buffer.concat([varint(Buffer.byteLength(text)), Buffer.from(text)]);
}

export function varint(value: number | bigint): Buffer {
  let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
  const bytes: number[] = [];
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

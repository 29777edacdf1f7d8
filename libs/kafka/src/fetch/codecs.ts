import { promisify } from 'node:util';
import { gunzip, zstdDecompress } from 'node:zlib';
import { decompress as decompressLz4, decompressBound } from 'lz4js';
import { uncompress as uncompressSnappy } from 'snappyjs';

/** What one record batch may grow to; a larger one is treated as unreadable. Brokers take batches of 1 MiB by default. */
const maxOutputLength = 64 * 1024 * 1024;

const unzip = promisify(gunzip);
const unzstd = promisify(zstdDecompress);

/** By the codec number in a record batch's attributes. */
const codecs: Record<number, (packed: Buffer) => Buffer | Promise<Buffer>> = {
  0: (plain) => plain,
  1: (packed) => unzip(packed, { maxOutputLength }),
  2: unpackSnappy,
  3: unpackLz4,
  4: (packed) => unzstd(packed, { maxOutputLength }),
};

/** Throws or rejects for an unknown codec, damaged bytes, or more output than the limit. */
export function decompress(codec: number, packed: Buffer): Buffer | Promise<Buffer> {
  const unpack = codecs[codec];
  if (!unpack) throw new Error(`Compression codec ${codec} is not known.`);
  return unpack(packed);
}

/** Java's xerial framing, which most clients write: magic, two versions, then blocks of length and raw snappy. */
const xerial = Buffer.from([0x82, ...Buffer.from('SNAPPY'), 0]);

function unpackSnappy(packed: Buffer): Buffer {
  if (!packed.subarray(0, xerial.length).equals(xerial)) return uncompressSnappy(packed, maxOutputLength);
  const blocks: Buffer[] = [];
  let total = 0;
  for (let at = xerial.length + 8; at < packed.length;) {
    const length = packed.readUInt32BE(at);
    const block = uncompressSnappy(packed.subarray(at + 4, at + 4 + length), maxOutputLength - total);
    blocks.push(block);
    total += block.length;
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}

function unpackLz4(packed: Buffer): Buffer {
  const bound = decompressBound(packed);
  if (bound > maxOutputLength) throw new Error(`An LZ4 frame announces ${bound} bytes.`);
  const plain = decompressLz4(packed, bound);
  return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
}

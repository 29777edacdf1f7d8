/** Reads Kafka's primitive types from front to back. Throws `RangeError` when the bytes end too early. */
export class ByteReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  int8(): number {
    return this.bytes.readInt8(this.advance(1));
  }

  int16(): number {
    return this.bytes.readInt16BE(this.advance(2));
  }

  int32(): number {
    return this.bytes.readInt32BE(this.advance(4));
  }

  int64(): bigint {
    return this.bytes.readBigInt64BE(this.advance(8));
  }

  text(): string {
    return this.take(this.int16()).toString('utf8');
  }

  /** A view, not a copy. */
  take(length: number): Buffer {
    const from = this.advance(length);
    return this.bytes.subarray(from, from + length);
  }

  array<T>(read: () => T): T[] {
    return Array.from({ length: Math.max(this.counted(this.int32()), 0) }, read);
  }

  /** Zigzag, at most 64 bits; exact up to 2^53. */
  varint(): number {
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.bytes.readUInt8(this.advance(1));
      low |= (byte & 127) << shift;
      if (byte < 128) return (low >>> 1) ^ -(low & 1);
    }
    return this.longVarint(BigInt(low));
  }

  /** Length and bytes; null when the length is negative. */
  varBytes(): Buffer | null {
    const length = this.varint();
    return length < 0 ? null : this.take(length);
  }

  varArray<T>(read: () => T): T[] {
    return Array.from({ length: Math.max(this.counted(this.varint()), 0) }, read);
  }

  private longVarint(low: bigint): number {
    let value = low;
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.bytes.readUInt8(this.advance(1));
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n)));
    }
    throw new RangeError('A varint is longer than 64 bits.');
  }

  /** Each element has a byte at least, so a count cannot be trusted that is larger than what is left. */
  private counted(count: number): number {
    if (count > this.left) throw new RangeError(`${count} elements in ${this.left} bytes.`);
    return count;
  }

  private advance(length: number): number {
    if (length < 0 || length > this.left) throw new RangeError(`${length} of ${this.left} bytes.`);
    this.at += length;
    return this.at - length;
  }
}

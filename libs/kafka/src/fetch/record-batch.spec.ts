import fc from 'fast-check';
import { type PlainRecord, seal, varint, writeBatch } from './batch.fixture.js';
import { ByteReader } from './byte-reader.js';
import { crc32c } from './crc32c.js';
import { readRecordBatches } from './record-batch.js';

const three: PlainRecord[] = [{ value: 'a' }, { value: 'b', key: null }, { value: null, timestampDelta: -5 }];

it('computes the checksum of the specification (RFC 3720 B.4)', () => {
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
});

it.each([
  ['uncompressed', 0],
  ['gzip', 1],
  ['snappy', 2],
  ['lz4', 3],
  ['zstd', 4],
])('reads %s batches, one after the other', async (_, attributes) => {
  const bytes = Buffer.concat([
    writeBatch(three, { attributes, baseOffset: 7n }),
    writeBatch(
      [
        {
          key: '钥匙',
          value: '值',
          headers: [
            ['h', 'one'],
            ['h', null],
            ['i', 'x'],
          ],
        },
      ],
      { attributes, baseOffset: 10n },
    ),
  ]);
  const records = await readRecordBatches(bytes);
  expect(
    records.map(({ offset, key, value, timestamp }) => [offset, key && String(key), value && String(value), timestamp]),
  ).toEqual([
    ['7', 'k', 'a', '1700000000000'],
    ['8', null, 'b', '1700000000000'],
    ['9', 'k', null, '1699999999995'],
    ['10', '钥匙', '值', '1700000000000'],
  ]);
  expect(records[3]!.headers).toEqual({ h: [Buffer.from('one'), null], i: Buffer.from('x') });
  expect(records.filter(({ unreadable }) => unreadable)).toEqual([]);
});

it('takes the time of the broker where the topic asks for it, and knows what transactions need', async () => {
  const [record] = await readRecordBatches(writeBatch([{}], { attributes: 8 | 16 | 32, producerId: 42n }));
  expect(record).toMatchObject({
    timestamp: '1700000001000',
    isControlRecord: true,
    batchContext: { producerId: '42', inTransaction: true },
  });
});

it('leaves a batch that the fetch cut off for the next fetch', async () => {
  const whole = writeBatch(three);
  const more = Buffer.concat([whole, writeBatch(three, { baseOffset: 3n }).subarray(0, -1)]);
  expect(await readRecordBatches(more)).toHaveLength(3);
});

it('puts one unreadable record in the place of a damaged batch, with its bytes and offsets, and reads on', async () => {
  const damaged = writeBatch(three, { baseOffset: 3n });
  damaged[damaged.length - 1]! ^= 1;
  const records = await readRecordBatches(
    Buffer.concat([writeBatch(three), damaged, writeBatch(three, { baseOffset: 6n })]),
  );
  expect(records).toHaveLength(7);
  expect(records[3]).toMatchObject({
    offset: '5',
    value: damaged,
    unreadable: { firstOffset: '3', reason: 'The checksum does not match.' },
  });
});

it('believes the next batch rather than a damaged one about where it ends', async () => {
  const damaged = writeBatch(three, { baseOffset: 3n, lastOffsetDelta: 1_000_000 });
  damaged[40]! ^= 1;
  const [first] = await readRecordBatches(Buffer.concat([damaged, writeBatch(three, { baseOffset: 6n })]));
  expect(first).toMatchObject({ offset: '5', unreadable: { firstOffset: '3' } });
});

it.each([
  ['an unknown codec', writeBatch(three, { attributes: 6 }), 'codec 6'],
  [
    'a codec that does not fit',
    seal(Buffer.concat([writeBatch(three, { attributes: 4 }).subarray(21, 61), Buffer.from('not zstd')]), 0n),
    '',
  ],
  ['an old format', Buffer.from(writeBatch(three).map((byte, at) => (at === 16 ? 1 : byte))), 'format 1'],
  ['more records than bytes', recount(1_000_000), 'bytes'],
  ['fewer records than bytes', recount(1), 'follow the last record'],
])('does not read %s', async (_, bytes, reason) => {
  const records = await readRecordBatches(bytes);
  expect(records).toHaveLength(1);
  expect(records[0]!.unreadable!.reason).toContain(reason);
  expect(records[0]!.value).toEqual(bytes);
});

it('does not unpack more than the limit, however small the batch', async () => {
  const bomb = writeBatch([{ value: 'x'.repeat(65 * 1024 * 1024) }], { attributes: 1 });
  expect(bomb.length).toBeLessThan(100_000);
  const [record] = await readRecordBatches(bomb);
  expect(record!.unreadable).toBeDefined();
});

it('never throws and never loses a byte, whatever the damage under a right checksum', async () => {
  const covered = writeBatch(three).subarray(21);
  await fc.assert(
    fc.asyncProperty(fc.nat(covered.length - 1), fc.uint8Array({ minLength: 1, maxLength: 8 }), async (at, noise) => {
      const bytes = Buffer.from(covered);
      Buffer.from(noise).copy(bytes, at);
      const batch = seal(bytes, 0n);
      const records = await readRecordBatches(batch);
      for (const { unreadable, value } of records) if (unreadable) expect(value).toEqual(batch);
    }),
  );
});

it('reads every varint a writer can write, exactly up to 2^53', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(new ByteReader(varint(value)).varint()).toBe(value);
    }),
  );
  expect(new ByteReader(varint(-(2n ** 63n))).varint()).toBe(-(2 ** 63));
  expect(() => new ByteReader(Buffer.alloc(11, 0xff)).varint()).toThrow(RangeError);
});

function recount(count: number): Buffer {
  const covered = Buffer.from(writeBatch(three).subarray(21));
  covered.writeInt32BE(count, 36);
  return seal(covered, 0n);
}

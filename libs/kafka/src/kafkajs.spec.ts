import kafkajs from 'kafkajs';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import fetchResponse from 'kafkajs/src/protocol/requests/fetch/v11/response.js';
import { createClient } from './connection.js';
import { writeBatch } from './fetch/batch.fixture.js';
import { decodeFetchResponse } from './fetch/fetch-response.js';

/** What the repairs rest on: the kafkajs that is installed is the one they were written for. */
it('mends the kafkajs that is loaded', () => {
  expect(kafkajs.Kafka).toBeDefined();
  expect(createClient).toBeDefined();
  expect(fetchResponse.decode).toBe(decodeFetchResponse);
});

it('sets no timer while nothing waits to be sent, and never one in the past (#1751)', () => {
  const queue = Object.assign(Object.create(RequestQueue.prototype) as RequestQueue, {
    pending: [] as unknown[],
    throttledUntil: -1,
    throttleCheckTimeoutId: null,
  });
  const delays: unknown[] = [];
  const real = globalThis.setTimeout;
  globalThis.setTimeout = ((_: () => void, delay?: number) => delays.push(delay)) as unknown as typeof setTimeout;
  try {
    queue.scheduleCheckPendingRequests();
    expect(delays).toEqual([]);
    queue.pending.push({});
    queue.scheduleCheckPendingRequests();
    expect(delays).toEqual([10]);
  } finally {
    globalThis.setTimeout = real;
  }
});

it('decodes a fetch as kafkajs expects it, and an error of the broker for one partition alone', async () => {
  const { responses, sessionId } = await decodeFetchResponse(answer(2));
  expect(sessionId).toBe(77);
  expect(responses).toMatchObject([
    {
      topicName: 'events',
      partitions: [
        {
          partition: 0,
          errorCode: 0,
          highWatermark: '6',
          abortedTransactions: [{ producerId: '9', firstOffset: '5' }],
          messages: [{ offset: '5' }],
        },
        {
          partition: 1,
          errorCode: 0,
          highWatermark: '9',
          messages: [{ value: null, unreadable: { firstOffset: '9' } }],
        },
      ],
    },
  ]);
  // NOT_LEADER_FOR_PARTITION stays for kafkajs to answer.
  expect((await decodeFetchResponse(answer(6))).responses[0]!.partitions[1]).toMatchObject({
    errorCode: 6,
    messages: [],
  });
});

/** One topic: a partition with a record, and one with the error. */
function answer(errorCode: number): Buffer {
  const records = writeBatch([{ value: 'a' }], { baseOffset: 5n });
  return Buffer.concat([
    ints(32, 0, 16, 0, 32, 77, 32, 1),
    text('events'),
    ints(32, 2),
    ints(32, 0, 16, 0, 64, 6, 64, 6, 64, 0, 32, 1, 64, 9, 64, 5, 32, -1, 32, records.length),
    records,
    ints(32, 1, 16, errorCode, 64, 9, 64, 9, 64, 0, 32, -1, 32, -1, 32, 0),
  ]);
}

/** Pairs of width in bits and value, big-endian. */
function ints(...pairs: number[]): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    const part = Buffer.alloc(pairs[at]! / 8);
    if (part.length === 8) part.writeBigInt64BE(BigInt(pairs[at + 1]!));
    else part.writeIntBE(pairs[at + 1]!, 0, part.length);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function text(value: string): Buffer {
  return Buffer.concat([ints(16, Buffer.byteLength(value)), Buffer.from(value)]);
}

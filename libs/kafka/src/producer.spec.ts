import kafkajs from 'kafkajs';
import { splitBySize } from './producer.js';
import { verdictOf } from './producer-session.js';

const protocolError = (type: string) => Object.assign(new Error(type), { name: 'KafkaJSProtocolError', type });

it.each([
  ['DUPLICATE_SEQUENCE_NUMBER', 'stored'],
  ['MESSAGE_TOO_LARGE', 'refused'],
  ['TOPIC_AUTHORIZATION_FAILED', 'refused'],
  ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'lost'],
  ['UNKNOWN_PRODUCER_ID', 'lost'],
  ['KAFKAJS_UNKNOWN_ERROR_CODE', 'lost'],
  ['NOT_ENOUGH_REPLICAS', 'again'],
  ['UNKNOWN_TOPIC_OR_PARTITION', 'again'],
  ['SASL_AUTHENTICATION_FAILED', 'again'],
])('takes %s for %s, however kafkajs wraps it', (type, verdict) => {
  const wrapped = Object.assign(new kafkajs.KafkaJSNonRetriableError('wrapped'), { cause: protocolError(type) });
  expect(verdictOf(protocolError(type))).toBe(verdict);
  expect(verdictOf(wrapped)).toBe(verdict);
});

it('tries a lost connection again, and a fault of ours only once', () => {
  expect(verdictOf(new kafkajs.KafkaJSConnectionError('closed'))).toBe('again');
  expect(verdictOf(new TypeError('a fault'))).toBe('refused');
  expect(verdictOf(new kafkajs.KafkaJSNonRetriableError('Invalid topic'))).toBe('refused');
});

it('makes batches of one partition, in order, none larger than a broker takes', () => {
  const messages = Array.from({ length: 40 }, (_, index) => ({
    key: String(index),
    value: 'x'.repeat(100_000),
    partition: index % 2,
  }));
  const batches = splitBySize(messages);
  expect(batches.map((batch) => batch.length)).toEqual([8, 8, 8, 8, 4, 4]);
  for (const batch of batches) expect(new Set(batch.map(({ partition }) => partition)).size).toBe(1);
  const ofOne = batches.filter(([first]) => first!.partition === 1).flat();
  expect(ofOne.map(({ key }) => Number(key))).toEqual(Array.from({ length: 20 }, (_, index) => 2 * index + 1));
  expect(splitBySize([{ key: null, value: Buffer.alloc(5_000_000), partition: 0 }])).toHaveLength(1);
});

import { batch, event } from './system.ts';

export const eventLimitBytes = 65_535;

/** A valid event but for its changes. */
export const json = (changes: Record<string, unknown>): string => JSON.stringify(event('refused', changes));
/** An event whose text holds `inside` where a JSON value of its data belongs. */
const withData = (inside: string): string => json({ data: { queued: 0, x: '@' } }).replace('"@"', inside);
const withSequence = (sequence: string): string => json({ epoch: 1, sequence: '@' }).replace('"@"', sequence);
/** A valid event of exactly so many bytes. */
export const padded = (bytes: number): string => {
  const text = json({ data: { queued: 0, x: '' } });
  return text.replace('"x":""', `"x":"${'a'.repeat(bytes - text.length)}"`);
};

/** Requests that are answered an error, with nothing stored. The media type is that of a single event unless said. */
export const refusals: [name: string, content: string | Buffer, status: number, code: string, type?: string][] = [
  ['I1 empty body', '', 400, 'body-empty'],
  ['I4 JSON as text/plain', json({}), 415, 'media-type-unsupported', 'text/plain'],
  ['I5 bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]), 400, 'json-not-utf8'],
  ['I6 byte order mark', `\ufeff${json({})}`, 400, 'json-byte-order-mark'],
  ['I7 duplicate key', json({}).replace('{', '{"epoch":1,"epoch":2,"sequence":"1",'), 400, 'json-duplicate-key'],
  ['I8 __proto__', withData('{"__proto__":{"isAdmin":true}}'), 400, 'json-forbidden-key'],
  ['I9 constructor.prototype', withData('{"constructor":{"prototype":{"x":1}}}'), 400, 'json-forbidden-key'],
  ['I10 depth 10,000', withData(`${'['.repeat(10_000)}${']'.repeat(10_000)}`), 400, 'json-too-deep'],
  ['I11 zero events', '[]', 400, 'batch-empty', batch],
  ['I12 1,001 events', `[${Array(1_001).fill(json({})).join(',')}]`, 413, 'batch-too-large', batch],
  ['I13 sequence -1', withSequence('"-1"'), 400, 'attribute-invalid'],
  ['I14 sequence 0', withSequence('"0"'), 400, 'attribute-invalid'],
  ['I15 sequence 1.5', withSequence('"1.5"'), 400, 'attribute-invalid'],
  ['I16 sequence of the wrong JSON type', withSequence('1'), 400, 'attribute-invalid'],
  ['I17 sequence beyond 2^53', withSequence('"9007199254740993"'), 400, 'attribute-invalid'],
  ['I17 a number beyond 2^53', withSequence('9007199254740993'), 400, 'json-number-unsafe'],
  ['I18 1e400', withSequence('1e400'), 400, 'json-number-unsafe'],
  ['I32 30 February', json({ time: '2026-02-30T10:00:00Z' }), 400, 'attribute-invalid'],
  ['I33 time without a zone', json({ time: '2026-03-01T10:00:00' }), 400, 'attribute-invalid'],
  ['I34 second 60', json({ time: '2026-03-01T23:59:60Z' }), 400, 'attribute-invalid'],
  ['I39 id of 10,000 characters', json({ id: 'i'.repeat(10_000) }), 400, 'attribute-invalid'],
  ['I40 NUL in a text', withData('"a\\u0000b"'), 400, 'text-not-storable'],
  ['I41 lone surrogate', withData('"a\\ud800b"'), 400, 'text-not-storable'],
  ['I54 event of 65,536 bytes', padded(eventLimitBytes + 1), 413, 'event-too-large'],
];

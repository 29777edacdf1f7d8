import { canonicalJson, sha256Hex } from '@tillwatch/kernel';
import fc from 'fast-check';
import { identityOfHeader, type CloudEvent } from './cloud-event.js';
import { claimOf, encodeEvent } from './encode-event.js';
import { eventHash } from './event-hash.js';
import type { EventHeader, Mark } from './header.js';
import { parseEvents } from './parse-request.js';

const arrival = { tenant: 'default', recordedtime: '2026-03-02T01:00:01.000Z' };

const sent = {
  specversion: '1.0',
  id: '3F2B8A52-4c1e-4d7a-9f60-1f1d0a7be001',
  source: '/terminals/t-1',
  type: 'tillwatch.LoggedOut.v1',
  time: '2026-03-02T09:00:00+08:00',
  data: { sessionId: 's-1', reason: 'idle' },
} as const;

const identifier = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' });
const events: fc.Arbitrary<CloudEvent> = fc
  .record(
    {
      subject: identifier,
      merchantid: identifier,
      storeid: identifier,
      prevhash: fc.stringMatching(/^[0-9a-f]{64}$/),
      place: fc.record({ sequence: fc.integer({ min: 1 }).map(String), epoch: fc.integer({ min: 1 }) }),
      data: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 }),
    },
    { requiredKeys: ['data'] },
  )
  .map(({ place, ...more }) => ({ ...sent, ...more, ...place }));

const marks = fc.array(fc.constantFrom<Mark>('unmapped', 'chain-broken', 'secret-redacted', 'clock-implausible'));

it('writes the header as canonical JSON, keys, marks and pointers sorted', () => {
  fc.assert(
    fc.property(events, marks, fc.array(identifier), identifier, (event, marks, redacted, tenant) => {
      const { header, data } = encodeEvent(event, { ...arrival, tenant, marks, redacted });
      const { data: left, ...attributes } = event;
      expect(left).toBeDefined();
      const expected: EventHeader = {
        ...attributes,
        tenant,
        datahash: sha256Hex(data),
        recordedtime: arrival.recordedtime,
      };
      if (marks.length) expected.marks = [...new Set(marks)].sort();
      if (redacted.length) expected.redacted = [...new Set(redacted)].sort();
      expect(header).toBe(canonicalJson(expected));
      expect(data).toBe(canonicalJson(event.data));
    }),
    { numRuns: 300 },
  );
});

it('identifies an event by its place in the journal, else by its id whatever its case', () => {
  expect(encodeEvent({ ...sent, epoch: 2, sequence: '17' }, arrival).identity).toBe('2/17');
  expect(encodeEvent(sent, arrival).identity).toBe(sent.id.toLowerCase());
});

it('tells the identity of a stored event from its header alone', () => {
  const identity = fc.option(identifier, { nil: undefined });
  fc.assert(
    fc.property(events, identity, marks, (event, identity, marks) => {
      const encoded = encodeEvent(event, { ...arrival, marks, ...(identity !== undefined && { identity }) });
      const header = JSON.parse(encoded.header) as EventHeader;
      expect(identityOfHeader(header)).toBe(encoded.identity);
      expect(encoded.header).toBe(canonicalJson(header));
      // Only where neither place nor id says it: every other header stays as short as it was.
      expect(header.identity).toBe(identity);
    }),
    { numRuns: 300 },
  );
});

it('compares claims by what the sender said, not by what we noted', () => {
  const claim = (event: CloudEvent, noted = {}) =>
    claimOf(JSON.parse(encodeEvent(event, { ...arrival, ...noted }).header) as EventHeader);
  const later = {
    recordedtime: '2027-01-01T00:00:00.000Z',
    marks: ['chain-broken'],
    redacted: ['/a'],
    tenant: 'other',
    identity: 'conflict/1/1',
  };
  expect(claim(sent, later)).toBe(claim(sent));
  expect(claim({ ...sent, data: { ...sent.data, reason: 'closing' } })).not.toBe(claim(sent));
  expect(claim({ ...sent, subject: 'o-7' })).not.toBe(claim(sent));
  expect(claim({ ...sent, time: '2026-03-02T09:00:01+08:00' })).not.toBe(claim(sent));
});

it('hashes the canonical JSON of the event, whichever attributes it has', () => {
  fc.assert(
    fc.property(events, (event) => {
      expect(eventHash(event)).toBe(sha256Hex(canonicalJson(event)));
      expect(eventHash(event, canonicalJson(event.data))).toBe(eventHash(event));
    }),
    { numRuns: 300 },
  );
});

it('hashes the event as it was sent, also attributes that are kept beside the data', () => {
  const object = { ...sent, data: { ...sent.data, b: 1 }, datacontenttype: 'application/json', subject: null };
  const parsed = parseEvents(Buffer.from(JSON.stringify(object)), 'single');
  const [first] = parsed.ok ? parsed.value : [];
  expect(first?.ok && eventHash(first.event)).toBe(sha256Hex(canonicalJson(object)));
  expect(eventHash(sent)).toBe(sha256Hex(canonicalJson(sent)));
});

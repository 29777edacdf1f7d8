import { canonicalJson, hmacSha256Hex } from '@tillwatch/kernel';
import fc from 'fast-check';
import { terminalEvents } from './catalogue.js';
import type { CloudEvent } from './cloud-event.js';
import { redact } from './redact.js';
import { isValidData } from './validate-data.js';

const KEY = 'operator-key';
const CARD = '4111111111111111';
const RESIDENT = '11010519491231002X';

const event: CloudEvent = {
  specversion: '1.0',
  id: '41111111-1111-1111-8111-111111111111',
  source: '/terminals/t-1',
  type: 'tillwatch.TamperDetected.v1',
  time: '2026-03-02T09:00:00+08:00',
  subject: 'o-7',
  sequence: CARD,
  epoch: 1,
  prevhash: CARD.repeat(4),
  data: { kind: 'other' },
};

function withData(data: Record<string, unknown>): CloudEvent {
  return { ...event, data: { kind: 'other', ...data } };
}

function guess(subject: string, data: Record<string, unknown> = {}): CloudEvent {
  return { ...event, type: 'tillwatch.LoginFailed.v1', subject, data: { reason: 'unknown-operator', ...data } };
}

function pseudonym(text: string): string {
  return `unknown-${hmacSha256Hex(KEY, text).slice(0, 32)}`;
}

it('hands back the very event when nothing is to be masked: ids, sequence and hashes are no cards', () => {
  const result = redact(event, KEY);
  expect(result).toEqual({ event, marks: [], redacted: [] });
  expect(result.event).toBe(event);
});

it('masks what stands under the name of a secret, at any depth, and says where', () => {
  const {
    event: masked,
    marks,
    redacted,
  } = redact(
    withData({
      password: 'hunter2',
      passwordAge: 90,
      more: { 'new/Pin': 1234, pin: [1, '2'], keep: 'x', ok: true },
      cvv: { value: 'abc', missing: null },
      $attributes: { 密码: 'a' },
    }),
    KEY,
  );
  expect(masked.data).toEqual({
    kind: 'other',
    password: '[redacted]',
    passwordAge: 90,
    more: { 'new/Pin': '[redacted]', pin: ['[redacted]', '[redacted]'], keep: 'x', ok: true },
    cvv: { value: '[redacted]', missing: null },
    $attributes: { 密码: '[redacted]' },
  });
  expect(marks).toEqual(['secret-redacted']);
  expect(redacted).toEqual([
    '/$attributes/密码',
    '/cvv/value',
    '/more/new~1Pin',
    '/more/pin/0',
    '/more/pin/1',
    '/password',
  ]);
});

it('masks card and resident-id numbers in texts, numbers, names and attributes (I46)', () => {
  const { event: masked, redacted } = redact(
    {
      ...withData({ detail: `paid with ${CARD}`, n: Number(CARD), [RESIDENT]: { a: 1 }, list: [RESIDENT] }),
      storeid: CARD,
    },
    KEY,
  );
  expect(masked.storeid).toBe('****1111');
  expect(masked.data).toEqual({
    kind: 'other',
    detail: 'paid with ****1111',
    n: '****1111',
    '110****2X': { a: 1 },
    list: ['110****2X'],
  });
  expect(redacted).toEqual(['/110****2X', '/detail', '/list/0', '/n']);
  expect(masked).toMatchObject({ id: event.id, sequence: event.sequence, prevhash: event.prevhash });
});

it('keeps both members when two names become the same', () => {
  const { event: masked } = redact(withData({ [CARD]: 1, '4111-1111-1111-1111': 2, '****1111': 3 }), KEY);
  expect(Object.values(masked.data).sort()).toEqual([1, 2, 3, 'other']);
  expect(JSON.stringify(masked.data)).not.toContain('4111-');
});

it('leaves fields of a checked form alone: a clock offset may look like anything', () => {
  const clockOffsetMs = 378282246310005;
  const beat = { ...event, type: 'tillwatch.Heartbeat.v1', data: { queued: 0, clockOffsetMs } };
  expect(redact(beat, KEY).event).toBe(beat);
  expect(redact(withData({ clockOffsetMs }), KEY).event.data['clockOffsetMs']).toBe('****0005');
});

it('marks an event whose subject holds a card number, and hashes the subject', () => {
  const result = redact({ ...event, subject: `o ${CARD}` }, KEY);
  expect(result.event.subject).toBe(pseudonym(`o ${CARD}`));
  expect(result.marks).toEqual(['secret-in-operator-field', 'secret-redacted']);
});

describe('an operator id that nobody has', () => {
  it('is stored as a keyed hash of its NFC text only', () => {
    const { event: masked, marks } = redact(guess('zhang-3'), KEY);
    expect(masked.subject).toBe(pseudonym('zhang-3'));
    expect(marks).toEqual([]);
    expect(redact(guess('Jose\u0301'), KEY).event.subject).toBe(redact(guess('Jos\u00e9'), KEY).event.subject);
    expect(redact(guess('zhang-3'), 'another key').event.subject).not.toBe(masked.subject);
  });

  it.each(['Hunter2x', 'p#ssword', CARD])('%s is marked as a secret in the operator field', (text) => {
    expect(redact(guess(text), KEY).marks).toContain('secret-in-operator-field');
  });

  it('leaves no copy in the data', () => {
    const { event: masked, redacted } = redact(
      guess('Jose\u0301(7', { network: 'unknown', note: 'no operator Jos\u00e9(7 here', list: ['JOSE\u0301(7'] }),
      KEY,
    );
    const name = pseudonym('Jos\u00e9(7');
    expect(masked.data).toEqual({
      reason: 'unknown-operator',
      network: 'unknown',
      note: `no operator ${name} here`,
      list: [name],
    });
    expect(redacted).toEqual(['/list/0', '/note']);
  });

  it('replaces a short one only where it stands alone', () => {
    const { event: masked } = redact(guess('a', { note: 'a man saw a', code: 7 }), KEY);
    expect(masked.data['note']).toBe(`${pseudonym('a')} man saw ${pseudonym('a')}`);
  });

  it('is kept when the operator exists', () => {
    const known = { ...guess('zhang-3'), data: { reason: 'invalid-password' } };
    expect(redact(known, KEY).event).toBe(known);
  });
});

it('is a fixed point, leaves valid data valid, and lets no planted secret through', () => {
  const samples = terminalEvents.map((definition) => ({ definition, data: definition.sample as object }));
  const secret = fc.constantFrom(CARD, RESIDENT, Number(CARD), `x ${CARD} y`, [CARD], { [RESIDENT]: 1 });
  const name = fc.constantFrom('note', 'detail', 'networkId', 'softwareVersion', '$attributes', 'role', 'queued');
  fc.assert(
    fc.property(fc.constantFrom(...samples), name, secret, ({ definition, data }, member, value) => {
      const sent = { ...event, type: definition.type, data: { ...data, [member]: value } };
      fc.pre(isValidData(definition, sent.data));
      const once = redact(sent, KEY);
      expect(canonicalJson(once.event.data)).not.toMatch(/4111111111111111|11010519491231002X/);
      expect(once.marks).toEqual(['secret-redacted']);
      expect(once.redacted).toHaveLength(1);
      expect(isValidData(definition, once.event.data)).toBe(true);
      expect(redact(once.event, KEY).event).toEqual(once.event);
    }),
    { numRuns: 500 },
  );
});

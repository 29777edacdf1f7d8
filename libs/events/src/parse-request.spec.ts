import type { Problem } from '@tillwatch/kernel';
import { MAX_EVENT_BYTES, MAX_EVENTS, MAX_MEMBERS, parseEvents, type ParsedEvent } from './parse-request.js';

const loginFailed = {
  specversion: '1.0',
  id: '3f2b8a52-4c1e-4d7a-9f60-1f1d0a7be001',
  source: '/terminals/t-1',
  type: 'tillwatch.LoginFailed.v1',
  subject: 'o-7',
  time: '2026-03-02T09:00:00.123+08:00',
  sequence: '17',
  epoch: 1,
  data: { reason: 'invalid-password' },
};

const text = JSON.stringify(loginFailed);

function parse(body: string | Buffer, mode: 'single' | 'batch' = 'single') {
  return parseEvents(Buffer.from(body), mode);
}

/** The one event of a body in single mode. */
function one(body: string): ParsedEvent {
  const result = parse(body);
  if (!result.ok) throw new Error(`refused whole: ${result.error.code}`);
  return result.value[0]!;
}

function faultOf(body: string): [Problem['code'], string | undefined] | 'accepted' {
  const parsed = one(body);
  return parsed.ok ? 'accepted' : [parsed.problem.code, parsed.problem.path];
}

function withAttribute(name: string, value: unknown): string {
  return JSON.stringify({ ...loginFailed, [name]: value });
}

it('accepts an event and hands it over as it was sent', () => {
  expect(one(` ${text}\n`)).toEqual({ ok: true, event: loginFailed, bytes: text.length, mapped: true });
});

it('answers a batch in input order, each event for itself', () => {
  const bad = text.replace('1.0', '0.3');
  const result = parse(`[ ${text} , ${bad}, 7 ,${text}]`, 'batch');
  expect(result).toMatchObject({
    ok: true,
    value: [
      { ok: true, bytes: text.length },
      { ok: false, id: loginFailed.id, problem: { code: 'attribute-invalid', path: '/specversion' } },
      { ok: false, id: '', problem: { code: 'event-not-an-object' }, raw: Buffer.from('7') },
      { ok: true },
    ],
  });
  if (result.ok && !result.value[1]!.ok) expect(result.value[1]!.raw.toString()).toBe(bad);
});

describe('refuses the whole request', () => {
  const deep = '['.repeat(10_000) + ']'.repeat(10_000);
  it.each<[string, string | Buffer, 'single' | 'batch', string]>([
    ['I1 an empty body', '', 'single', 'body-empty'],
    ['I5 bytes that are not UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), 'single', 'json-not-utf8'],
    ['I6 a byte order mark', `\ufeff${text}`, 'single', 'json-byte-order-mark'],
    ['what is not JSON', `${text}}`, 'single', 'json-malformed'],
    ['an unfinished string', '{"a', 'single', 'json-malformed'],
    ['an unfinished escape', '{"a\\', 'single', 'json-malformed'],
    ['closing brackets only', ']]]}', 'batch', 'json-malformed'],
    ['I10 nesting of 10,000', `{"a":${deep}}`, 'single', 'json-too-deep'],
    ['I10 nesting of 10,000 in a batch', deep, 'batch', 'json-too-deep'],
    ['I10 nesting of 1,000,000 that never closes', '{"a":'.repeat(1_000_000), 'single', 'json-too-deep'],
    ['a list where one event is due', `[${text}]`, 'single', 'event-not-an-object'],
    ['one event where a list is due', text, 'batch', 'event-not-an-object'],
    ['a scalar', '"x"', 'single', 'event-not-an-object'],
    ['I11 no event', ' [ ] ', 'batch', 'batch-empty'],
    [
      'I12 1,001 events',
      `[${Array(MAX_EVENTS + 1)
        .fill(text)
        .join()}]`,
      'batch',
      'batch-too-large',
    ],
  ])('%s', (_, body, mode, code) => {
    expect(parse(body, mode)).toMatchObject({ ok: false, error: { code } });
  });
});

it('takes 1,000 events in one batch', () => {
  const result = parse(`[${Array(MAX_EVENTS).fill(text).join()}]`, 'batch');
  expect(result.ok && result.value.filter((event) => event.ok).length).toBe(MAX_EVENTS);
});

describe('refuses an event', () => {
  const data = (json: string): string => text.replace('{"reason"', `{"more":${json},"reason"`);
  const nest = (depth: number): string => data('['.repeat(depth - 2) + ']'.repeat(depth - 2));
  const members = (count: number): string =>
    data(`{${Array.from({ length: count - 11 }, (_, i) => `"k${i}":1`).join()}}`);

  it.each<[string, string, string, string | undefined]>([
    ['I7 a key that comes twice', text.replace('{', '{"id":"x",'), 'json-duplicate-key', undefined],
    ['I7 a key that comes twice in the data', data('{"a":1,"a":1}'), 'json-duplicate-key', undefined],
    ['I7 a key that comes twice, once escaped', data('{"a":1,"\\u0061":1}'), 'json-duplicate-key', undefined],
    ['I8 __proto__', data('{"__proto__":{"isAdmin":true}}'), 'json-forbidden-key', '/data/more/__proto__'],
    ['I8 __proto__, escaped', data('{"\\u005f_proto__":1}'), 'json-forbidden-key', '/data/more/__proto__'],
    [
      'I9 constructor.prototype',
      data('{"constructor":{"prototype":{}}}'),
      'json-forbidden-key',
      '/data/more/constructor',
    ],
    [
      'a reserved key',
      text.replace('{"reason"', '{"$attributes":{},"reason"'),
      'json-forbidden-key',
      '/data/$attributes',
    ],
    ['depth 33', nest(33), 'json-too-deep', undefined],
    ['more than 1,000 keys', members(MAX_MEMBERS + 1), 'json-too-many-keys', undefined],
    ['9,000 short keys', data(`{${'"":1,'.repeat(9_000)}"":1}`), 'json-too-many-keys', undefined],
    ['I17 an integer that lost digits', data('9007199254740993'), 'json-number-unsafe', '/data/more'],
    ['I18 an infinite number', data('1e400'), 'json-number-unsafe', '/data/more'],
    ['I40 NUL in a text', data('"a\\u0000"'), 'text-not-storable', '/data/more'],
    ['I40 NUL in a key', data('{"a\\u0000":1}'), 'text-not-storable', '/data/more'],
    ['I41 a lone surrogate', data('["\\ud800"]'), 'text-not-storable', '/data/more/0'],
    [
      'I54 an event of 65,536 bytes',
      data(`"${'x'.repeat(MAX_EVENT_BYTES + 1 - text.length - 10)}"`),
      'event-too-large',
      undefined,
    ],
  ])('%s', (_, body, code, path) => expect(faultOf(body)).toEqual([code, path]));

  it('accepts each limit itself', () => {
    expect(faultOf(nest(32))).toBe('accepted');
    expect(faultOf(members(MAX_MEMBERS))).toBe('accepted');
    expect(faultOf(data('9007199254740991'))).toBe('accepted');
    expect(faultOf(data('"\\ud83d\\ude00 \\" \\\\"'))).toBe('accepted');
    const full = data(`"${'x'.repeat(MAX_EVENT_BYTES - text.length - 10)}"`);
    expect(one(full)).toMatchObject({ ok: true, bytes: MAX_EVENT_BYTES });
  });

  it('leaves no trace on Object.prototype', () => {
    one(data('{"__proto__":{"isAdmin":true}}'));
    expect('isAdmin' in {}).toBe(false);
  });
});

describe('attributes', () => {
  it.each(['specversion', 'id', 'source', 'type', 'time', 'data'])('%s is required', (name) => {
    expect(faultOf(withAttribute(name, undefined))).toEqual(['attribute-missing', `/${name}`]);
    expect(faultOf(withAttribute(name, null))).toEqual(['attribute-missing', `/${name}`]);
  });

  it.each<[string, unknown]>([
    ['specversion', '1'],
    ['id', 'x'],
    ['id', 'a'.repeat(10_000)], // I39
    ['source', '/terminals/'],
    ['source', '/terminals/../x'],
    ['source', `/terminals/${'a'.repeat(65)}`],
    ['source', '/platform/alerts'],
    ['type', 'LoginFailed'],
    ['type', 'tillwatch.LoginFailed.v0'],
    ['type', 'tillwatch.AlertRaised.v1'],
    ['type', 'tillwatch.AlertRaised.v2'],
    ['time', '2026-02-30T00:00:00Z'], // I32
    ['time', '2026-02-28T00:00:00'], // I33
    ['time', '2026-06-30T23:59:60Z'], // I34
    ['subject', ''],
    ['subject', 'x'.repeat(257)],
    ['subject', 7],
    ['sequence', '-1'], // I13
    ['sequence', '0'], // I14
    ['sequence', '1.5'], // I15
    ['sequence', 1], // I16
    ['sequence', '01'],
    ['sequence', '9007199254740993'], // I17
    ['epoch', 0],
    ['epoch', '1'],
    ['epoch', 1.5],
    ['prevhash', 'ab'],
    ['merchantid', ''],
    ['merchantid', 'x'.repeat(65)],
    ['storeid', 'a\nb'],
    ['datacontenttype', 'text/xml'],
    ['data', []],
    ['data', 'x'],
  ])('%s must not be %j', (name, value) => {
    expect(faultOf(withAttribute(name, value))).toEqual(['attribute-invalid', `/${name}`]);
  });

  it.each([
    ['sequence', 'epoch'],
    ['epoch', 'sequence'],
  ])('%s is not enough without %s', (name, other) => {
    const { [other as 'epoch']: left, ...rest } = loginFailed;
    expect(left).toBeDefined();
    expect(faultOf(JSON.stringify(rest))).toEqual(['attribute-missing', `/${other}`]);
    expect(name in rest).toBe(true);
  });

  it('accepts times of any year: a wrong clock is evidence (I30, I31)', () => {
    expect(faultOf(withAttribute('time', '1970-01-01T00:00:00Z'))).toBe('accepted');
    expect(faultOf(withAttribute('time', '9999-12-31T23:59:59.999999999-12:00'))).toBe('accepted');
  });

  it('accepts texts that are odd but storable: bidi control, line break, escape sequence (I42, I44, I45)', () => {
    expect(faultOf(withAttribute('subject', 'a\u202eb\u200bc\r\n\u001b[2J'))).toBe('accepted');
  });

  it('keeps attributes it does not know beside the data, unmapped (I38)', () => {
    const parsed = one(
      JSON.stringify({ ...loginFailed, isAdmin: true, datacontenttype: 'application/json', storeid: null }),
    );
    expect(parsed.ok && parsed.event).toEqual({
      ...loginFailed,
      data: {
        ...loginFailed.data,
        $attributes: { isAdmin: true, datacontenttype: 'application/json', storeid: null },
      },
    });
  });

  it('takes null for an attribute that is not set, as CloudEvents does', () => {
    const parsed = one(withAttribute('subject', null));
    expect(parsed.ok && 'subject' in parsed.event).toBe(false);
    expect(parsed.ok && parsed.event.data['$attributes']).toEqual({ subject: null });
  });

  it('keeps fields of the data that it does not know (I38)', () => {
    const parsed = one(text.replace('{"reason"', '{"isAdmin":true,"reason"'));
    expect(parsed.ok && parsed.event.data).toEqual({ isAdmin: true, reason: 'invalid-password' });
  });
});

describe('data', () => {
  it('names the member at fault and never repeats its value', () => {
    const parsed = one(text.replace('invalid-password', 'hunter2'));
    expect(parsed).toMatchObject({ ok: false, problem: { code: 'data-invalid', path: '/data/reason' } });
    expect(!parsed.ok && parsed.problem.message).not.toContain('hunter2');
  });

  it.each(['tillwatch.Whatever.v1', 'tillwatch.LoginFailed.v999'])('accepts %s as unmapped (I36, I37)', (type) => {
    expect(one(withAttribute('type', type))).toMatchObject({ ok: true, mapped: false });
  });
});

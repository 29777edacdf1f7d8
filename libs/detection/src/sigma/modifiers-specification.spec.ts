import { detect, matches, refusalOf } from './try-rules.contract.js';

/** Sigma modifiers appendix 2.1.0, by the names of its sections. */

describe('Generic Modifiers', () => {
  it('all: every value of the list', () => {
    const item = "field|contains|all:\n    - ' -a '\n    - ' -b '";
    expect(matches(item, 'x -b -a y')).toBe(true);
    expect(matches(item.replace('contains|all', 'all|contains'), 'x -b -a y')).toBe(true);
    expect(matches(item, 'x -a y')).toBe(false);
    expect(matches(item, ['x -a y', 'x -b y'])).toBe(true);
  });

  it('all: not for a single value', () => {
    expect(refusalOf('field|all: x')).toBe('all-single');
    expect(refusalOf('field|contains|all: [x]')).toBe('all-single');
  });

  it('startswith, endswith, contains', () => {
    expect(matches("field|startswith: 'adm'", 'ADMin')).toBe(true);
    expect(matches("field|startswith: 'adm'", 'xadm')).toBe(false);
    expect(matches("field|endswith: '\\cmd.exe'", 'C:\\CMD.exe')).toBe(true);
    expect(matches("field|endswith: '\\cmd.exe'", 'C:\\cmd.exe2')).toBe(false);
    expect(matches("field|contains: 'mid'", 'a MID b')).toBe(true);
    expect(matches("field|contains: 'mid'", 'm i d')).toBe(false);
    expect(matches("field|contains: 'a*c'", 'xx abbc yy')).toBe(true);
    expect(matches("field|startswith: 'a?c'", 'abc def')).toBe(true);
    expect(matches("field|contains: 'C:\\'", 'in c:\\ there')).toBe(true);
    expect(matches("field|contains: '\\*'", 'a*b')).toBe(true);
    expect(matches("field|contains: '\\*'", 'ab')).toBe(false);
    expect(matches('field|contains: 462', 14625)).toBe(true);
    expect(matches("field|contains: ''", '')).toBe(true);
  });

  it('exists: true or false, of the field alone', () => {
    expect(refusalOf('field|exists: yes')).toBe('exists-value');
    expect(refusalOf('field|exists: [true, false]')).toBe('exists-value');
    expect(refusalOf('field|contains|exists: true')).toBe('modifier-order');
  });

  it('cased: case sensitively', () => {
    expect(matches('field|cased: Value', 'Value')).toBe(true);
    expect(matches('field|cased: Value', 'value')).toBe(false);
    expect(matches('field|contains|cased: Val', 'a Value')).toBe(true);
    expect(matches('field|cased|contains: Val', 'a value')).toBe(false);
    expect(matches('field|cased|endswith: [X, y]', 'aX')).toBe(true);
    expect(refusalOf('field|re|cased: x')).toBe('modifier-order');
  });

  it('neq: there, and different from each of the values', () => {
    expect(matches('field|neq: a', 'b')).toBe(true);
    expect(matches('field|neq: a', 'A')).toBe(false);
    expect(matches('field|neq: 5', 6)).toBe(true);
    expect(matches('field|neq: 5', '5')).toBe(false);
    expect(matches('field|neq: [a, b]', 'c')).toBe(true);
    expect(matches('field|neq: [a, b]', 'b')).toBe(false);
    expect(matches('field|neq: a', null)).toBe(false);
    expect(matches("field|neq: 'a*'", 'bb')).toBe(true);
    expect(matches('field|contains|neq: a', 'bab')).toBe(false);
    expect(matches('field|neq: a', ['a', 'b'])).toBe(false);
    expect(matches('field|neq: null', 'x')).toBe(true);
    expect(detect('s:\n  field|neq: a\ncondition: s')({})).toBe(false);
    expect(refusalOf('field|neq|contains: a')).toBe('modifier-order');
    expect(refusalOf('field|all|neq: [a, b]')).toBe('modifier-order');
    expect(refusalOf('field|lt|neq: 1')).toBe('modifier-order');
  });
});

describe('Numeric Modifiers', () => {
  it.each([
    ['lt', 4, true],
    ['lt', 5, false],
    ['lte', 5, true],
    ['lte', 6, false],
    ['gt', 6, true],
    ['gt', 5, false],
    ['gte', 5, true],
    ['gte', 4, false],
    ['gt', '6', true],
    ['gt', '5.5', true],
    ['gt', '1e3', true],
    ['gt', ' 6', false],
    ['gt', 'six', false],
    ['gt', 'Infinity', false],
    ['gt', '', false],
    ['gt', null, false],
    ['lt', true, false],
    ['gt', [1, 9], true],
  ])('%s: 5 against %j: %s', (modifier, value, expected) => {
    expect(matches(`field|${modifier}: 5`, value)).toBe(expected);
  });

  it('take numbers only', () => {
    expect(refusalOf("field|gt: '5'")).toBe('modifier-order');
    expect(refusalOf('field|lt: abc')).toBe('modifier-order');
    expect(refusalOf('field|gt|lt: 5')).toBe('modifier-order');
  });
});

describe('Time Modifiers', () => {
  const time = '2026-11-23T09:30:05.250+08:00';

  it.each([
    ['minute: 30', true],
    ['minute: 31', false],
    ['hour: 9', true],
    ['hour: 1', false],
    ['day: 23', true],
    ['week: 48', true],
    ['month: 11', true],
    ['year: 2026', true],
    ['hour|gte: 9', true],
    ['hour|lt: 9', false],
    ['hour|neq: 9', false],
    ['hour|neq: 10', true],
    ['month: [10, 11]', true],
  ])('%s of the time as written', (item, expected) => {
    expect(matches(`field|${item}`, time)).toBe(expected);
  });

  it('reads times without a zone, dates, and numbers since 1970 in UTC', () => {
    expect(matches('field|hour: 23', '2026-11-23 23:59:59')).toBe(true);
    expect(matches('field|day: 1', '2026-02-01')).toBe(true);
    expect(matches('field|hour: 1', Date.UTC(2026, 10, 23, 1))).toBe(true);
    expect(matches('field|hour: 1', Date.UTC(2026, 10, 23, 1) / 1_000)).toBe(true);
    expect(matches('field|week: 53', '2021-01-01')).toBe(true);
    expect(matches('field|week: 1', '2024-12-30')).toBe(true);
  });

  it('is not fulfilled by what is no time', () => {
    for (const value of ['yesterday', '', null, '2026-13-01', '2026-02-30T00:00:00Z', true]) {
      expect(matches('field|year|gte: 1', value)).toBe(false);
    }
  });

  it('refuses numbers that no time has', () => {
    expect(refusalOf('field|hour: 24')).toBe('time-part-range');
    expect(refusalOf('field|month: 0')).toBe('time-part-range');
    expect(refusalOf('field|minute: 1.5')).toBe('time-part-range');
    expect(refusalOf("field|hour: '9'")).toBe('modifier-order');
  });
});

describe('IP Modifiers', () => {
  it.each([
    ['10.0.0.0/8', '10.255.1.2', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['192.168.1.128/25', '192.168.1.127', false],
    ['0.0.0.0/0', '8.8.8.8', true],
    ['10.0.0.1', '10.0.0.1', true],
    ['10.0.0.0/8', '::ffff:10.1.1.1', true],
    ['10.0.0.0/8', '10.1', false],
    ['10.0.0.0/8', '010.1.1.1', false],
    ['2001:db8::/32', '2001:DB8:1::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['::1/128', '0:0:0:0:0:0:0:1', true],
    ['::/0', '10.0.0.1', false],
    ['10.0.0.0/8', 'not an address', false],
  ])('cidr: %s against %s: %s', (network, value, expected) => {
    expect(matches(`field|cidr: '${network}'`, value)).toBe(expected);
  });

  it.each([
    '10.0.0.1/8',
    '10.0.0.0/33',
    '10.0.0',
    '300.0.0.0/8',
    '2001:db8::/129',
    'abc',
    '1:2:3::4::5/64',
    '10.0.0.0/8/8',
  ])('refuses %s', (network) => {
    expect(refusalOf(`field|cidr: '${network}'`)).toBe('cidr-invalid');
  });
});

describe('Specific Modifiers', () => {
  const compared = (modifiers: string, event: object): boolean =>
    detect(`s:\n  a|${modifiers}: b\ncondition: s`)(event);

  it('fieldref: another field of the same event', () => {
    expect(compared('fieldref', { a: 'X', b: 'x' })).toBe(true);
    expect(compared('fieldref', { a: 'x', b: 'y' })).toBe(false);
    expect(compared('fieldref', { a: 5, b: '5' })).toBe(true);
    expect(compared('fieldref', { a: 'x' })).toBe(false);
    expect(compared('fieldref', {})).toBe(false);
    expect(compared('fieldref|cased', { a: 'X', b: 'x' })).toBe(false);
  });

  it('fieldref with neq, startswith, endswith, contains', () => {
    expect(compared('fieldref|neq', { a: 'x', b: 'y' })).toBe(true);
    expect(compared('fieldref|neq', { a: 'x', b: 'X' })).toBe(false);
    expect(compared('fieldref|startswith', { a: 'abc', b: 'AB' })).toBe(true);
    expect(compared('fieldref|startswith', { a: 'abc', b: 'bc' })).toBe(false);
    expect(compared('fieldref|endswith', { a: 'abc', b: 'bc' })).toBe(true);
    expect(compared('fieldref|contains', { a: 'abc', b: 'b' })).toBe(true);
    expect(compared('fieldref|contains', { a: 'abc', b: '*' })).toBe(false);
    expect(refusalOf('field|startswith|fieldref: b')).toBe('modifier-order');
    expect(refusalOf("field|fieldref: 'b*'")).toBe('modifier-order');
    expect(refusalOf('field|fieldref|gt: b')).toBe('modifier-order');
  });
});

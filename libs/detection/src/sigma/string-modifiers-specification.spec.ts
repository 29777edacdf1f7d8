import { detect, matches, refusalOf } from './try-rules.contract.js';

/** Sigma modifiers appendix 2.1.0, "String Modifiers", by the names of its sections. */

describe('String Modifiers', () => {
  it.each(['-', '/', '\u2013', '\u2014', '\u2015'])('windash: %s stands for the others', (dash) => {
    expect(matches("field|windash|contains: ' -l'", `cmd ${dash}l`)).toBe(true);
    expect(matches(`field|contains|windash: ' ${dash}f'`, 'cmd /f')).toBe(true);
    expect(matches("field|windash: '-a -b'", `${dash}a /b`)).toBe(true);
    expect(matches("field|windash: '-a-b'", `${dash}a${dash}b`)).toBe(dash === '-');
    expect(matches("field|windash: 'scan-all'", 'scan/all')).toBe(false);
  });

  it('windash: one character, not none and not two', () => {
    expect(matches("field|windash: '-a'", 'a')).toBe(false);
    expect(matches("field|windash: '-a'", '--a')).toBe(false);
    expect(matches("field|windash: '-a'", 'xa')).toBe(false);
  });

  it('windash: before base64, every spelling', () => {
    const encoded = Buffer.from('cmd /c x').toString('base64');
    expect(matches("field|windash|base64: 'cmd -c x'", encoded)).toBe(true);
    expect(refusalOf("field|windash|base64: '-a -b -c -d -e -f'")).toBe('too-many-variants');
  });
});

describe('Regular Expression', () => {
  it.each([
    ["field|re: '^ab+c$'", 'abbc', true],
    ["field|re: 'b+'", 'abbc', true],
    ["field|re: 'B'", 'abc', false],
    ["field|re|i: 'B'", 'abc', true],
    ["field|re: 'a.c'", 'a\nc', false],
    ["field|re|s: 'a.c'", 'a\nc', true],
    ["field|re: '^b$'", 'a\nb', false],
    ["field|re|m: '^b$'", 'a\nb', true],
    ["field|re|i|m|s: '^B.C$'", 'a\nb\nc', true],
    ["field|re: '[a-c]{2,3}|x'", 'zabz', true],
    ["field|re: '[^a-c]'", 'abc', false],
    ["field|re: '(?:ab)+'", 'abab', true],
    ["field|re: 'a\\*b'", 'a*b', true],
    ["field|re: '\\\\\\\\x'", '\\\\x', true],
    ["field|re: '^\\d{4}$'", '2026', true],
    ["field|re: '^46'", 4625, true],
    ["field|re: '[[:digit:]]'", 'a1', true],
    ["field|re: 'x{,2}'", 'x{,2}', true],
  ])('%s against %j: %s', (item, value, expected) => {
    expect(matches(item, value)).toBe(expected);
  });

  it.each([
    'a(?=b)',
    'a(?!b)',
    '(?<=a)b',
    '(?<!a)b',
    '(?>a)b',
    'a++',
    '(a)\\1',
    '\\Z',
    '\\R',
    '\\K',
    '\\h',
    '(?R)',
    '(?x)a',
    '(?|a|b)',
    '\\v',
    '\\12',
    '[a',
    '(a',
    'a{1001}',
    '*a',
  ])('refuses %s, which no linear-time engine runs as PCRE does', (source) => {
    expect(refusalOf(`field|re: '${source}'`)).toBe('regex-invalid');
  });

  it('refuses flags without an expression, and expressions of modified values', () => {
    expect(refusalOf('field|i: a')).toBe('modifier-order');
    expect(refusalOf('field|contains|re: a')).toBe('modifier-order');
    expect(refusalOf('field|re|contains: a')).toBe('modifier-order');
    expect(refusalOf('field|base64|re: a')).toBe('modifier-order');
  });

  /** Ends by the time limit of tests if it does not. */
  it('runs expressions that hang others in time linear in the text', () => {
    const evil = detect("s:\n  field|re: '^(a+)+$'\ncondition: s");
    expect(evil({ field: `${'a'.repeat(100_000)}!` })).toBe(false);
  });
});

describe('Encoding', () => {
  const base64 = (text: string | Buffer): string => Buffer.from(text as string).toString('base64');

  it('base64: the encoded value', () => {
    expect(matches('field|base64: foobar', 'Zm9vYmFy')).toBe(true);
    expect(matches('field|base64|contains: foo', `x${base64('foo')}y`)).toBe(true);
    expect(matches("field|base64: 'a\\*b'", base64('a*b'))).toBe(true);
    expect(matches('field|base64: é', base64('é'))).toBe(true);
    expect(refusalOf("field|base64: 'a*b'")).toBe('wildcard-encoded');
    expect(refusalOf("field|base64offset: 'a?'")).toBe('wildcard-encoded');
  });

  it('base64offset: at each of the three places', () => {
    for (const before of ['', 'x', 'xy', 'xyz']) {
      expect(matches('field|base64offset|contains: foobar', base64(`${before}foobar and more`))).toBe(true);
    }
    expect(matches('field|base64offset|contains: foobar', base64('foobaz and more'))).toBe(false);
  });

  it('utf16le, wide, utf16be, utf16: before base64', () => {
    const le = Buffer.from('cmd', 'utf16le');
    const be = Buffer.from(le).swap16();
    expect(matches('field|utf16le|base64: cmd', base64(le))).toBe(true);
    expect(matches('field|wide|base64: cmd', base64(le))).toBe(true);
    expect(matches('field|utf16be|base64: cmd', base64(be))).toBe(true);
    expect(matches('field|utf16|base64: cmd', base64(Buffer.concat([Buffer.from([0xff, 0xfe]), le])))).toBe(true);
    expect(matches('field|wide|base64offset|contains: Invoke', base64(Buffer.from('x Invoke', 'utf16le')))).toBe(true);
    expect(matches('field|wide|base64offset|contains: привет', base64(Buffer.from('привет', 'utf16le')))).toBe(true);
  });

  it('utf16le alone: the text with its zeros, if it is one', () => {
    expect(matches('field|wide: cmd', 'c\0m\0d\0')).toBe(true);
    expect(matches('field|wide|contains: cmd', 'xc\0m\0d\0')).toBe(true);
    expect(matches('field|wide: cmd', 'cmd')).toBe(false);
    expect(refusalOf('field|utf16: cmd')).toBe('encoding-not-text');
    expect(refusalOf('field|wide: é')).toBe('encoding-not-text');
    expect(refusalOf("field|wide|base64: 'c*'")).toBe('wildcard-encoded');
  });
});

import { detect, load, matches, refusalOf, ruleWith } from './try-rules.contract.js';

/** Sigma rules specification 2.1.0, by the names of its sections: the first half. */

describe('File Structure', () => {
  it('reads a rule with every attribute the specification lists, and custom ones', () => {
    const engine = load(`
title: Whoami Execution
id: 929a690e-bef0-4204-a928-ef5e620d6fcc
name: whoami_execution
related:
  - id: 08fbc97d-0a2f-491c-ae21-8ffcfd3174e9
    type: derived
taxonomy: sigma
status: test
description: Detects a whoami.exe execution
license: MIT
references:
  - https://example.org/whoami
author: Florian Roth
date: 2019-10-23
modified: 2020-01-01
logsource:
  category: process_creation
  product: windows
  definition: needs command line auditing
detection:
  selection:
    Image: 'C:\\Windows\\System32\\whoami.exe'
  condition: selection
fields:
  - Image
falsepositives:
  - Admins
level: high
tags:
  - attack.t1033
scope:
  - server
our_own_key: { anything: [1, 2] }
`);
    expect(engine.rules[0]).toMatchObject({
      title: 'Whoami Execution',
      id: '929a690e-bef0-4204-a928-ef5e620d6fcc',
      name: 'whoami_execution',
      level: 'high',
      status: 'test',
      tags: ['attack.t1033'],
      logsource: { category: 'process_creation', product: 'windows' },
    });
    expect(engine.observe({ Image: 'c:\\windows\\system32\\WHOAMI.exe' }).matched).toHaveLength(1);
  });

  it('reads many documents from one file, in CR-LF too, with a byte order mark', () => {
    const one = ruleWith('s:\n  a: 1\ncondition: s');
    const text = `\uFEFF---\n${one}---\n${one}...\n---\n`.replaceAll('\n', '\r\n');
    expect(load(text).rules).toHaveLength(2);
  });

  it('reads texts in every style of YAML', () => {
    const engine = load(
      ruleWith(
        "s:\n  a: |-\n    two\n    lines\n  b: >-\n    one\n    line\n  c: \"\\u0041\\x42\"\n  d: 'it''s'\n  e: plain # text\ncondition: s",
        'title: >\n  A title\ndescription: |\n  Long\n  text\nlogsource: { product: x }',
      ),
    );
    const event = { a: 'two\nlines', b: 'one line', c: 'AB', d: "it's", e: 'plain' };
    expect(engine.observe(event).matched.map(({ description }) => description)).toEqual(['Long\ntext\n']);
  });

  it('reads JSON, which is YAML', () => {
    const rule = { title: 'j', logsource: { product: 'x' }, detection: { s: { a: 'b' }, condition: 's' } };
    expect(load(JSON.stringify(rule)).rules).toHaveLength(1);
  });
});

describe('Detection: General', () => {
  it('compares without regard to case, in all alphabets', () => {
    expect(matches('field: SeCuRiTy', 'sEcUrItY')).toBe(true);
    expect(matches('field: ПРИВЕТ', 'привет')).toBe(true);
    expect(matches('field: ΟΔΟΣ', 'οδος')).toBe(true);
    expect(matches('field|contains: ΔΟΣ', 'οδοσα')).toBe(true);
    expect(matches('field: istanbul', 'İSTANBUL')).toBe(true);
    expect(matches('field: straße', 'STRASSE')).toBe(false);
    expect(matches('field: Security', 'Securit')).toBe(false);
  });

  it('treats numbers and booleans as the strings they are written as', () => {
    expect(matches('field: 4625', 4625)).toBe(true);
    expect(matches('field: 4625', '4625')).toBe(true);
    expect(matches("field: '4625'", 4625)).toBe(true);
    expect(matches('field: 4625', 46250)).toBe(false);
    expect(matches('field: 4625', '46250')).toBe(false);
    expect(matches('field: 1.5', 1.5)).toBe(true);
    expect(matches('field: 0x17', '0x17')).toBe(true);
    expect(matches('field: 0x17', 23)).toBe(true);
    expect(matches('field: -1', -1)).toBe(true);
    expect(matches('field: true', true)).toBe(true);
    expect(matches('field: true', 'True')).toBe(true);
    expect(matches("field: 'true'", true)).toBe(true);
    expect(matches('field: true', false)).toBe(false);
    expect(matches('field: 1', true)).toBe(false);
  });

  it('takes yes, no, on and off for texts, as YAML 1.2 does', () => {
    expect(matches('field: yes', 'yes')).toBe(true);
    expect(matches('field: yes', true)).toBe(false);
  });
});

describe('Detection: String Wildcard', () => {
  it.each([
    ['prog?.exe', 'progA.exe', true],
    ['prog?.exe', 'prog.exe', false],
    ['prog?.exe', 'progAB.exe', false],
    ['prog?.exe', 'prog😀.exe', true],
    ['antivirus_V*.exe', 'antivirus_V21.2.1.exe', true],
    ['antivirus_V*.exe', 'antivirus_V.exe', true],
    ['*\\cmd.exe', 'C:\\Windows\\cmd.exe', true],
    ['*\\cmd.exe', 'cmd.exe', false],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'aXcYb', false],
    ['ab*ba', 'aba', false],
    ['*', 'anything', true],
    ['*', '', true],
    ['?*', '', false],
    ['a.c', 'abc', false],
    ['a[b]', 'a[b]', true],
    ['**', 'x', true],
    ['a*', 'line\nbreak', false],
    ['*break', 'line\nbreak', true],
  ])('%s against %j: %s', (pattern, value, expected) => {
    expect(matches(`field: '${pattern}'`, value)).toBe(expected);
  });
});

describe('Detection: Escape Character', () => {
  it.each([
    ['a\\b', 'a\\b', true],
    ['a\\\\b', 'a\\b', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'aXb', false],
    ['a\\?b', 'a?b', true],
    ['a\\?b', 'aXb', false],
    ['a\\\\*', 'a\\anything', true],
    ['a\\\\*', 'a*', false],
    ['a\\\\\\*b', 'a\\*b', true],
    ['a\\\\\\*b', 'a\\Xb', false],
    ['a\\\\\\b', 'a\\\\b', true],
    ['a\\\\\\\\b', 'a\\\\b', true],
    ['a\\', 'a\\', true],
    ['a\\\\', 'a\\', true],
    ['\\\\server\\share', '\\server\\share', true],
    ['\\\\\\\\server\\share', '\\\\server\\share', true],
  ])('%s against %s: %s', (pattern, value, expected) => {
    expect(matches(`field: '${pattern}'`, value)).toBe(expected);
  });
});

describe('Detection: Lists', () => {
  it('joins keywords with or and looks for them in every value of the event', () => {
    const found = detect("keywords:\n  - EVILSERVICE\n  - 'svchost.exe -n evil'\ncondition: keywords");
    expect(found({ message: 'the evilservice started' })).toBe(true);
    expect(found({ deep: { list: [{ text: 'run SVCHOST.EXE -n evil now' }] } })).toBe(true);
    expect(found({ message: 'svchost.exe', other: '-n evil' })).toBe(false);
    expect(found({ evilservice: 'only a name' })).toBe(false);
  });

  it('joins maps in a list with or', () => {
    const found = detect(`
selection:
  - Image|endswith: '\\example.exe'
  - Description|contains: 'Test executable'
condition: selection`);
    expect(found({ Image: 'C:\\example.exe' })).toBe(true);
    expect(found({ Description: 'a test executable' })).toBe(true);
    expect(found({ Image: 'C:\\other.exe', Description: 'none' })).toBe(false);
  });

  it('takes maps and keywords in one list for alternatives, and one word for a list of one', () => {
    const found = detect('selection:\n  - evil\n  - a: 1\ncondition: selection');
    expect([found({ x: 'so evil' }), found({ a: 1 }), found({ a: 2 })]).toEqual([true, true, false]);
    expect(detect('keyword: evil\ncondition: keyword')({ x: 'so evil' })).toBe(true);
  });
});

describe('Detection: Maps', () => {
  const found = detect('selection:\n  EventLog: Security\n  EventID:\n    - 517\n    - 1102\ncondition: selection');

  it('joins fields with and, and the values of one field with or', () => {
    expect(found({ EventLog: 'Security', EventID: 517 })).toBe(true);
    expect(found({ EventLog: 'Security', EventID: '1102' })).toBe(true);
    expect(found({ EventLog: 'Security', EventID: 1 })).toBe(false);
    expect(found({ EventLog: 'System', EventID: 517 })).toBe(false);
    expect(found({ EventID: 517 })).toBe(false);
  });
});

describe('Detection: Field Usage', () => {
  it('finds names with dots and spaces as they are, and along nested objects', () => {
    const found = detect("selection:\n  'Account Name': x\n  a.b.c: y\ncondition: selection");
    expect(found({ 'Account Name': 'x', 'a.b.c': 'y' })).toBe(true);
    expect(found({ 'Account Name': 'x', a: { b: { c: 'y' } } })).toBe(true);
    expect(found({ 'Account Name': 'x', a: { 'b.c': 'y' } })).toBe(true);
    expect(found({ 'Account Name': 'x', a: { b: 'y' } })).toBe(false);
    expect(found({ 'account name': 'x', 'a.b.c': 'y' })).toBe(false);
  });

  it('prefers the name as it is to the way along objects', () => {
    expect(detect('s:\n  a.b: 1\ncondition: s')({ 'a.b': 2, a: { b: 1 } })).toBe(false);
  });

  it('takes an array for each of its elements, also on the way', () => {
    const found = detect('s:\n  users.name: bob\ncondition: s');
    expect(found({ users: [{ name: 'ann' }, { name: 'bob' }] })).toBe(true);
    expect(found({ users: { name: ['ann', ['bob']] } })).toBe(true);
    expect(found({ users: [{ name: 'ann' }] })).toBe(false);
  });

  it('reads no property that the event does not have itself', () => {
    expect(detect('s:\n  constructor.name: Object\ncondition: s')({})).toBe(false);
    expect(detect('s:\n  toString|exists: true\ncondition: s')({})).toBe(false);
    expect(detect('s:\n  __proto__.toString|exists: true\ncondition: s')({})).toBe(false);
    expect(detect('s:\n  __proto__.x: 1\ncondition: s')(JSON.parse('{"__proto__":{"x":1}}') as object)).toBe(true);
  });

  it('stands events of any depth', () => {
    const deep = JSON.parse('{"a":'.repeat(20_000) + '"evil"' + '}'.repeat(20_000)) as object;
    expect(detect('k:\n  - evil\ncondition: k')(deep)).toBe(true);
    const arrays = { a: JSON.parse('['.repeat(20_000) + '"evil"' + ']'.repeat(20_000)) as unknown };
    expect(detect('s:\n  a: evil\ncondition: s')(arrays)).toBe(true);
    expect(detect('s:\n  a.b: evil\ncondition: s')(arrays)).toBe(false);
  });
});

describe('Detection: Special Field Values', () => {
  it('tells null from empty', () => {
    expect(matches('field: null', null)).toBe(true);
    expect(matches('field: null', '')).toBe(false);
    expect(matches('field: null', 'null')).toBe(false);
    expect(matches('field: null', [])).toBe(false);
    expect(matches("field: ''", '')).toBe(true);
    expect(matches("field: ''", null)).toBe(false);
    expect(matches("field: ''", ' ')).toBe(false);
    expect(detect('s:\n  field: null\ncondition: s')({})).toBe(true);
    expect(detect("s:\n  field: '*'\ncondition: s")({})).toBe(false);
  });

  it('says not null by another selection', () => {
    const found = detect(
      'selection:\n  EventID: 4738\nfilter:\n  PasswordLastSet: null\ncondition: selection and not filter',
    );
    expect(found({ EventID: 4738, PasswordLastSet: 'x' })).toBe(true);
    expect(found({ EventID: 4738, PasswordLastSet: null })).toBe(false);
    expect(found({ EventID: 4738 })).toBe(false);
  });

  it('refuses null in a list of values', () => {
    expect(refusalOf("field:\n    - ''\n    - null")).toBe('null-in-list');
  });
});

describe('Detection: Field Existence', () => {
  it('asks for the field alone, be it empty or null', () => {
    for (const value of ['x', '', null, [], {}]) {
      expect(matches('field|exists: true', value)).toBe(true);
      expect(matches('field|exists: false', value)).toBe(false);
    }
    expect(detect('s:\n  field|exists: true\ncondition: s')({})).toBe(false);
    expect(detect('s:\n  field|exists: false\ncondition: s')({})).toBe(true);
  });
});

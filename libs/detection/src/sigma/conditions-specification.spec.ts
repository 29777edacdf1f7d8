import { detect, load, matches, refusal, refusalOf, ruleWith, run } from './try-rules.contract.js';

/** Sigma rules specification 2.1.0, by the names of its sections: the second half. */

describe('Detection: Placeholders', () => {
  const placeholders = new Map([
    ['Servers', [['srv-1'], ['srv-2']]],
    ['One', [['uno']]],
  ]);

  it('takes %name% literally unless expanded', () => {
    expect(matches("field: '%Servers%'", '%Servers%', { placeholders })).toBe(true);
    expect(matches("field: '%Servers%'", 'srv-1', { placeholders })).toBe(false);
  });

  it('puts each value in its place', () => {
    expect(matches("field|expand: '%Servers%'", 'SRV-2', { placeholders })).toBe(true);
    expect(matches("field|expand: '%Servers%'", 'srv-3', { placeholders })).toBe(false);
    expect(matches("field|expand: 'x-%Servers%.%One%'", 'x-srv-1.uno', { placeholders })).toBe(true);
    expect(matches("field|expand|contains: '%Servers%'", 'at srv-1 now', { placeholders })).toBe(true);
    expect(matches("field|contains|expand: '%Servers%'", 'at srv-1 now', { placeholders })).toBe(true);
  });

  it('takes an escaped percent sign for a plain one', () => {
    expect(matches("field|expand: '\\%plain%One%'", '%plainuno', { placeholders })).toBe(true);
  });

  it('refuses a rule whose placeholder nothing defines', () => {
    expect(refusalOf("field|expand: '%Nobody%'", { placeholders })).toBe('placeholder-missing');
  });
});

describe('Detection: Keywords search', () => {
  it('needs every keyword with |all', () => {
    const found = detect(
      "keywords:\n  '|all':\n    - 'OabVirtualDirectory'\n    - ' -ExternalUrl '\ncondition: keywords",
    );
    expect(found({ m: 'Set-OabVirtualDirectory -ExternalUrl x' })).toBe(true);
    expect(found({ m: 'Set-OabVirtualDirectory', n: 'a -ExternalUrl b' })).toBe(true);
    expect(found({ m: 'Set-OabVirtualDirectory' })).toBe(false);
  });

  it('knows wildcards, expressions and numbers in keywords', () => {
    expect(detect("k:\n  - 'a*z'\ncondition: k")({ m: 'xx a to z yy' })).toBe(true);
    expect(detect("k:\n  '|re': '^ab+c$'\ncondition: k")({ m: 'abbc' })).toBe(true);
    expect(detect('k:\n  - 4625\ncondition: k')({ id: 4625 })).toBe(true);
  });
});

describe('Condition', () => {
  const body = 'a:\n  a: 1\nb:\n  b: 1\nc:\n  c: 1\n_hidden:\n  h: 1\n';
  const truth = (condition: string): string => {
    const found = detect(`${body}condition: ${condition}`);
    const worlds = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) =>
      found({ a: bits & 1, b: (bits >> 1) & 1, c: (bits >> 2) & 1 }),
    );
    return worlds.map(Number).join('');
  };

  it.each([
    ['a and b', '00010001'],
    ['a or b', '01110111'],
    ['a and not b', '01000100'],
    ['not a', '10101010'],
    ['not not a', '01010101'],
    ['a or b and c', '01010111'],
    ['(a or b) and c', '00000111'],
    ['not a and b', '00100010'],
    ['not (a and b)', '11101110'],
    ['a AND b OR c', '00011111'],
    ['1 of them', '01111111'],
    ['any of them', '01111111'],
    ['all of them', '00000001'],
    ['1 of a*', '01010101'],
    ['all of a* and not 1 of b*', '01000100'],
    ['((a))', '01010101'],
  ])('%s', (condition, expected) => {
    expect(truth(condition)).toBe(expected);
  });

  it('leaves identifiers that start with an underscore out of them', () => {
    const found = detect(`${body}condition: 1 of them`);
    expect(found({ h: 1 })).toBe(false);
    expect(detect(`${body}condition: 1 of _*`)({ h: 1 })).toBe(true);
    expect(detect(`${body}condition: _hidden`)({ h: 1 })).toBe(true);
    expect(refusal(ruleWith(`_x:\n  h: 1\ncondition: 1 of *`))).toBe('condition-matches-none');
  });

  it('matches a pattern at any place in the name', () => {
    const found = detect('sel_a_x:\n  a: 1\nsel_b_y:\n  a: 2\ncondition: 1 of sel*x');
    expect([found({ a: 1 }), found({ a: 2 })]).toEqual([true, false]);
  });

  it('joins a list of conditions with or', () => {
    const found = detect(`${body}condition:\n  - a and b\n  - c`);
    expect([found({ a: 1, b: 1 }), found({ c: 1 }), found({ a: 1 })]).toEqual([true, true, false]);
  });

  it('reports an event once, however many of its conditions hold', () => {
    const engine = load(ruleWith(`${body}condition:\n  - a\n  - b`));
    expect(run(engine, [{ at: 0, a: 1, b: 1 }]).rules).toEqual([{ title: 'Tried', line: 1 }]);
  });
});

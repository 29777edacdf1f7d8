import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';

it('sorts keys by UTF-16 code units and writes numbers as ECMAScript does (RFC 8785, section 3.2)', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

it('agrees with the reference implementation on any JSON value', () => {
  const value = fc.oneof(fc.jsonValue({ stringUnit: 'binary' }), fc.jsonValue({ stringUnit: 'binary-ascii' }));
  const manyKeys = fc.dictionary(fc.string({ unit: 'binary' }), value, { minKeys: 10, maxKeys: 40, size: 'max' });
  const any = fc.oneof(value, manyKeys, fc.string({ unit: 'binary-ascii' }));
  fc.assert(
    fc.property(any, (one) => canonicalJson(one) === canonicalize(one)),
    { numRuns: 1_000 },
  );
});

it('refuses numbers that JSON cannot carry', () => {
  expect(() => canonicalJson({ a: Infinity })).toThrow(TypeError);
});

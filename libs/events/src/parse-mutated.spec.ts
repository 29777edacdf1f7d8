import fc from 'fast-check';
import { terminalEvents } from './catalogue.js';
import { parseEnvelope } from './parse-envelope.js';
import { parseEvents } from './parse-request.js';
import { isValidData } from './validate-data.js';

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

const samples = terminalEvents.map(({ type, sample }) => JSON.stringify({ ...loginFailed, type, data: sample }));
const mutated = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(...Buffer.from('"\\{}[],:0e.u')), fc.nat(255))), {
      maxLength: 4,
    }),
  )
  .map(([sample, changes]) => {
    const body = Buffer.from(sample);
    for (const [at, byte] of changes) body[at % body.length] = byte;
    return body;
  });

it('never throws, and an accepted event holds all it must', () => {
  let accepted = 0;
  let refused = 0;
  fc.assert(
    fc.property(mutated, fc.boolean(), (body, batch) => {
      const framed = batch ? Buffer.concat([Buffer.from('['), body, Buffer.from(']')]) : body;
      const result = parseEvents(framed, batch ? 'batch' : 'single');
      for (const parsed of result.ok ? result.value : []) {
        if (!parsed.ok) continue;
        accepted++;
        expect(parseEnvelope({ ...parsed.event }).ok || '$attributes' in parsed.event.data).toBe(true);
        const definition = terminalEvents.find(({ type }) => type === parsed.event.type);
        expect(parsed.mapped).toBe(definition !== undefined);
        if (definition) expect(isValidData(definition, parsed.event.data)).toBe(true);
      }
      if (!result.ok || result.value.some((parsed) => !parsed.ok)) refused++;
    }),
    { numRuns: 5_000 },
  );
  expect(accepted).toBeGreaterThan(500);
  expect(refused).toBeGreaterThan(500);
});

it('finds a repeated key wherever it is, and only then', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), fc.boolean(), (more, repeat) => {
      const safe = JSON.stringify({ ...loginFailed, data: { more, reason: 'invalid-password' } });
      const key = JSON.stringify(Object.keys(more).at(-1) ?? '');
      const body = repeat
        ? safe.replace('"more":{', () => `"more":{${key}:0${Object.keys(more).length ? ',' : ''}`)
        : safe;
      const result = parseEvents(Buffer.from(body), 'single');
      const [parsed] = result.ok ? result.value : [];
      fc.pre(parsed !== undefined && (parsed.ok || parsed.problem.code === 'json-duplicate-key'));
      expect(!parsed?.ok).toBe(repeat && Object.keys(more).length > 0);
    }),
    { numRuns: 2_000 },
  );
});

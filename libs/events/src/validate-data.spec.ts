import { canonicalJson } from '@tillwatch/kernel';
import fc from 'fast-check';
import { catalogue } from './catalogue.js';
import type { EventDefinition } from './define-event.js';
import type { JsonSchema } from './payload-schema.js';
import { heartbeat } from './terminal/heartbeat.js';
import { passwordChanged } from './terminal/password-changed.js';
import { faultsIn, isValidData } from './validate-data.js';

type Json = Record<string, unknown>;

const oddValues = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -0,
    -1,
    1.5,
    7,
    2 ** 53,
    1e300,
    '',
    ' ',
    '7',
    '2026-03-02',
    'pin',
    'a\u{fe0f}b',
  ),
  fc.constantFrom<unknown>([], [null], [[]], ['pin', 'pin'], ['pin', 'card'], {}, { length: 3 }, { reason: 'x' }),
  fc.constantFrom('2026-03-02T09:00:00Z', '2026-02-30T09:00:00Z', '2026-03-02T09:00:00', 'f'.repeat(64)),
  fc.uuid(),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Values at and just over each limit of a field. */
function edges({ type, minimum, maximum, maxLength, maxItems, anyOf, enum: values }: JsonSchema): unknown[] {
  const numbers = [minimum, maximum].flatMap((limit) =>
    limit === undefined ? [] : [limit - 1, limit, limit + 0.5, limit + 1],
  );
  const wide =
    maxLength === undefined ? [] : [maxLength, maxLength + 1].flatMap((n) => ['x'.repeat(n), '😀'.repeat(n)]);
  const many = maxItems === undefined ? [] : [maxItems, maxItems + 1].map((n) => Array.from({ length: n }, uuid));
  return [...numbers, ...wide, ...many, ...(anyOf ?? []).flatMap(edges), ...(values ?? []), ...(type ? [[type]] : [])];
}

function uuid(_: unknown, i: number): string {
  return `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
}

/** The sample after up to three changes, each leaving out, adding or replacing a member at the top or one level down. */
function variantsOf({ sample, jsonSchema }: EventDefinition): fc.Arbitrary<Json> {
  const change = fc.record({
    nested: fc.boolean(),
    member: fc.nat(),
    drop: fc.nat(3),
    edge: fc.option(fc.nat()),
    odd: oddValues,
  });
  return fc.array(change, { maxLength: 3 }).map((changes) => {
    const data = structuredClone(sample) as Json;
    for (const { nested, member, drop, edge, odd } of changes) {
      let [target, schema]: [Json, JsonSchema] = [data, jsonSchema];
      const inner = Object.entries(jsonSchema.properties!).find(([, { properties }]) => properties);
      const below = inner && data[inner[0]];
      if (nested && inner && below !== null && typeof below === 'object' && !Array.isArray(below)) {
        [target, schema] = [below as Json, inner[1]];
      }
      const names = [...Object.keys(schema.properties!), 'extra'];
      const name = names[member % names.length]!;
      const limits = edges(schema.properties![name] ?? {});
      if (drop === 0) delete target[name];
      // A copy: the odd values are shared, and one put into itself would never end.
      else target[name] = structuredClone(edge === null || limits.length === 0 ? odd : limits[edge % limits.length]);
    }
    return data;
  });
}

function compare(definition: EventDefinition, runs: number) {
  const outcomes = { accepted: 0, refused: 0 };
  const checked = fc.check(
    fc.property(variantsOf(definition), (data) => {
      const fast = isValidData(definition, data);
      outcomes[fast ? 'accepted' : 'refused']++;
      const slow = faultsIn(definition, data);
      if (fast !== (slow.length === 0)) throw new Error(`compiled: ${fast}, class: ${canonicalJson(slow)}`);
    }),
    { numRuns: runs },
  );
  return {
    ...outcomes,
    difference: checked.failed
      ? `${String(checked.errorInstance)} for ${canonicalJson(checked.counterexample)}`
      : undefined,
  };
}

it.each(catalogue.map((definition): [string, EventDefinition] => [definition.name, definition]))(
  'the class of %s and its compiled validator accept and refuse the same data',
  (_, definition) => {
    const { accepted, refused, difference } = compare(definition, 600);
    expect(difference).toBeUndefined();
    expect(accepted).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(20);
  },
);

it.each<[string, Partial<JsonSchema['properties']>]>([
  ['a looser limit', { queued: { type: 'integer', minimum: 0, maximum: 2_000_000_000 } }],
  ['another type', { queued: { type: 'number', minimum: 0, maximum: 1_000_000_000 } }],
  ['a nested object that is not checked', { posture: { type: 'object' } }],
])('the comparison notices %s', (_, properties) => {
  const { jsonSchema } = heartbeat;
  const drifted = {
    ...heartbeat,
    jsonSchema: { ...jsonSchema, properties: { ...jsonSchema.properties, ...properties } },
  };
  expect(compare(drifted as EventDefinition, 6_000).difference).toContain('compiled: true');
});

it('says where data does not fit, below nested objects too, and never what was sent', () => {
  const verdict = { ...passwordChanged.sample.verdict, length: 'hunter2' };
  expect(faultsIn(passwordChanged, { verdict })).toContainEqual({
    path: '/verdict/length',
    message: expect.stringMatching(/^length must (?!.*hunter2)/),
  });
  expect(faultsIn(passwordChanged, {}).map(({ path }) => path)).toContain('/verdict');
});

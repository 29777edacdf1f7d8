import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { hostileMessage, message } from '../notification.fixture.js';
import type { Notification } from '../notification.js';
import { OCSF_VERSION, ocsf } from './ocsf.js';

interface Attribute {
  type: string;
  array?: true;
  required?: true;
  enum?: (number | string)[];
}
interface Shape {
  attributes: Record<string, Attribute>;
  constraints?: { at_least_one?: string[] };
}
const schema = JSON.parse(readFileSync(new URL('ocsf-1.5.0.json', import.meta.url), 'utf8')) as {
  version: string;
  classes: Record<string, Shape>;
  objects: Record<string, Shape>;
};

/** What the published schema says against a value; empty when nothing. */
function faultsIn(shape: Shape | undefined, value: Record<string, unknown>, path = ''): string[] {
  if (!shape) return [`${path}: not among the objects we took from the schema`];
  const { attributes, constraints: { at_least_one: oneOf } = {} } = shape;
  const missing = Object.entries(attributes).filter(([name, { required }]) => required && !(name in value));
  return [
    ...missing.map(([name]) => `${path}${name}: missing`),
    ...(oneOf && !oneOf.some((name) => name in value) ? [`${path}: none of ${oneOf.join()}`] : []),
    ...Object.entries(value).flatMap(([name, member]) => memberFaults(attributes[name], member, `${path}${name}`)),
  ];
}

function memberFaults(attribute: Attribute | undefined, value: unknown, path: string): string[] {
  if (!attribute) return [`${path}: unknown`];
  if (attribute.array) {
    if (!Array.isArray(value)) return [`${path}: no array`];
    return value.flatMap((item, index) =>
      memberFaults({ ...attribute, array: undefined } as never, item, `${path}[${index}]`),
    );
  }
  if (attribute.enum && typeof value === 'number' && !attribute.enum.includes(value))
    return [`${path}: not in its list`];
  if (['integer_t', 'long_t', 'timestamp_t'].includes(attribute.type)) return Number.isSafeInteger(value) ? [] : [path];
  if (attribute.type === 'boolean_t') return typeof value === 'boolean' ? [] : [path];
  if (attribute.type.endsWith('_t')) return typeof value === 'string' ? [] : [path];
  return faultsIn(schema.objects[attribute.type], value as Record<string, unknown>, `${path}.`);
}

const written = (one: ReturnType<typeof message>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(ocsf(one))) as Record<string, unknown>;

it('is of the version whose schema it is held against', () => expect(schema.version).toBe(OCSF_VERSION));

const kinds: [Notification['kind'], number, number][] = [
  ['alert-raised', 2004, 200401],
  ['alert-severity-raised', 2004, 200402],
  ['alert-reopened', 2005, 200502],
  ['alert-superseded', 2005, 200503],
  ['channel-disabled', 2004, 200401],
  ['test', 2004, 200401],
];

it.each(kinds)('tells %s as class %i, type %i, with everything the schema requires', (kind, classUid, typeUid) => {
  for (const language of ['zh', 'en', 'both'] as const) {
    const about = kind.startsWith('alert') ? {} : { alert: undefined, runbook: undefined, link: undefined };
    const value = written(message(language, { kind, ...about } as Partial<Notification>));
    expect([value['class_uid'], value['type_uid']]).toEqual([classUid, typeUid]);
    expect(faultsIn(schema.classes[String(classUid)], value)).toEqual([]);
  }
});

it('stays within the schema whatever the texts hold', () => {
  fc.assert(
    fc.property(hostileMessage, (hostile) => {
      expect(faultsIn(schema.classes['2004'], written(hostile))).toEqual([]);
    }),
  );
});

it('notices what is missing, unknown, of another type or not in a list', () => {
  const value = written(message());
  const { finding_info: _, ...without } = value;
  expect(faultsIn(schema.classes['2004'], without)).toEqual(['finding_info: missing']);
  expect(faultsIn(schema.classes['2004'], { ...value, colour: 'red' })).toEqual(['colour: unknown']);
  expect(faultsIn(schema.classes['2004'], { ...value, time: '2026-11-23T01:00:00Z' })).toEqual(['time']);
  expect(faultsIn(schema.classes['2004'], { ...value, severity_id: 42 })).toEqual(['severity_id: not in its list']);
  const incident = written(message('en', { kind: 'alert-superseded' }));
  delete incident['assignee_group'];
  expect(faultsIn(schema.classes['2005'], incident)).toEqual([': none of assignee,assignee_group']);
});

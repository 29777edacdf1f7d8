import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';
import { EXTRA_ATTRIBUTES, type CloudEvent } from './cloud-event.js';
import { isInstant } from './instant.js';
import { HASH, UUID } from './vocabulary.js';

const SOURCE = /^\/terminals\/[A-Za-z0-9._-]{1,64}$/;
const TYPE = /^tillwatch\.[A-Z][A-Za-z0-9]{0,63}\.v[1-9]\d{0,4}$/;
const SEQUENCE = /^[1-9]\d{0,15}$/;
const PRINTABLE = /^[^\p{Cc}]{1,64}$/u;
const JSON_MEDIA_TYPE = /^application\/json\s*(?:;.*)?$/i;
const LONGEST_SUBJECT = 256;

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const form =
  (expression: RegExp): Check =>
  (value) =>
    typeof value === 'string' && expression.test(value);

const required: [string, Check][] = [
  ['specversion', (value) => value === '1.0'],
  ['id', form(UUID)],
  ['source', form(SOURCE)],
  ['type', form(TYPE)],
  ['time', isInstant],
  ['data', (value) => value !== null && typeof value === 'object' && !Array.isArray(value)],
];

const optional: [string, Check][] = [
  ['subject', (value) => isText(value) && value !== '' && (value as string).length <= LONGEST_SUBJECT],
  ['sequence', (value) => form(SEQUENCE)(value) && Number(value) <= Number.MAX_SAFE_INTEGER],
  ['epoch', (value) => Number.isSafeInteger(value) && (value as number) > 0],
  ['prevhash', form(HASH)],
  ['merchantid', form(PRINTABLE)],
  ['storeid', form(PRINTABLE)],
];

const known = new Set([...required, ...optional].map(([name]) => name));

/** Checks the attributes of one parsed CloudEvent, cheapest shape first: most events come back as the object they were. */
export function parseEnvelope(event: Record<string, unknown>): Result<CloudEvent, Problem> {
  let seen = required.length;
  for (const [name, check] of required) {
    const value = event[name];
    if (value === undefined || value === null) return fail(problem('attribute-missing', `/${name}`));
    if (!check(value)) return fail(problem('attribute-invalid', `/${name}`));
  }
  for (const [name, check] of optional) {
    const value = event[name];
    // CloudEvents' JSON format lets a sender write an unset attribute as null.
    if (value === undefined || value === null) continue;
    if (!check(value)) return fail(problem('attribute-invalid', `/${name}`));
    seen++;
  }
  const unpaired = unpairedAttribute(event);
  if (unpaired) return fail(problem('attribute-missing', `/${unpaired}`));
  const data = event['data'] as Record<string, unknown>;
  if (data[EXTRA_ATTRIBUTES] !== undefined) {
    return fail(problem('json-forbidden-key', `/data/${EXTRA_ATTRIBUTES}`, 'It is reserved.'));
  }
  if (Object.keys(event).length === seen) return ok(event as unknown as CloudEvent);
  return withExtras(event, data);
}

/** The CloudEvent as it was sent: the inverse of keeping extra attributes inside the data. */
export function asSent(event: CloudEvent): Record<string, unknown> {
  const extras = event.data[EXTRA_ATTRIBUTES];
  if (extras === undefined) return { ...event };
  const { [EXTRA_ATTRIBUTES]: kept, ...data } = event.data;
  return { ...(kept as object), ...event, data };
}

/** An epoch says nothing without a sequence, nor the other way round. */
function unpairedAttribute(event: Record<string, unknown>): string | undefined {
  const sequence = event['sequence'] ?? undefined;
  const epoch = event['epoch'] ?? undefined;
  if ((sequence === undefined) === (epoch === undefined)) return undefined;
  return sequence === undefined ? 'sequence' : 'epoch';
}

function withExtras(event: Record<string, unknown>, data: Record<string, unknown>): Result<CloudEvent, Problem> {
  const mediaType = event['datacontenttype'] ?? undefined;
  if (mediaType !== undefined && !form(JSON_MEDIA_TYPE)(mediaType)) {
    return fail(problem('attribute-invalid', '/datacontenttype'));
  }
  const attributes: Record<string, unknown> = {};
  const extras: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(event)) {
    if (known.has(name) && value !== null) attributes[name] = value;
    else extras[name] = value;
  }
  return ok({ ...attributes, data: { ...data, [EXTRA_ATTRIBUTES]: extras } } as unknown as CloudEvent);
}

import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';
import { EXTRA_ATTRIBUTES, type CloudEvent } from './cloud-event.js';
import { isInstant } from './instant.js';
import { HASH, UUID } from './vocabulary.js';

const SOURCE = /^\/terminals\/[A-Za-z0-9._-]{1,64}$/;
const TYPE = /^tillwatch\.[A-Z][A-Za-z0-9]{0,63}\.v[1-9]\d{0,4}$/;
const SEQUENCE = /^[1-9]\d{0,15}$/;
const SUBJECT = /^[^]{1,256}$/;
const PRINTABLE = /^[^\p{Cc}]{1,64}$/u;
const JSON_MEDIA_TYPE = /^application\/json\s*(?:;.*)?$/i;

const required = ['specversion', 'id', 'source', 'type', 'time', 'data'] as const;
const optional = ['subject', 'sequence', 'epoch', 'prevhash', 'merchantid', 'storeid'] as const;

type Name = (typeof required)[number] | (typeof optional)[number];
type Untrusted = { [N in Name]?: unknown };

const known: ReadonlySet<string> = new Set<Name>([...required, ...optional]);

/** Checks the attributes of one parsed CloudEvent. Most events come back as the object they were. */
export function parseEnvelope(event: Record<string, unknown>): Result<CloudEvent, Problem> {
  const wrong = wrongAttribute(event);
  if (wrong) {
    const missing = event[wrong] === undefined || event[wrong] === null;
    return fail(problem(missing ? 'attribute-missing' : 'attribute-invalid', `/${wrong}`));
  }
  const data = event['data'] as Record<string, unknown>;
  if (data[EXTRA_ATTRIBUTES] !== undefined) {
    return fail(problem('json-forbidden-key', `/data/${EXTRA_ATTRIBUTES}`, 'It is reserved.'));
  }
  for (const name in event) if (!known.has(name) || event[name] === null) return withExtras(event, data);
  return ok(event as unknown as CloudEvent);
}

/** The CloudEvent as it was sent: the inverse of keeping extra attributes inside the data. */
export function asSent(event: CloudEvent): Record<string, unknown> {
  const extras = event.data[EXTRA_ATTRIBUTES];
  if (extras === undefined) return { ...event };
  const { [EXTRA_ATTRIBUTES]: kept, ...data } = event.data;
  return { ...(kept as object), ...event, data };
}

/** The first attribute that is missing or does not have its form. Spelt out: this is the hot path of intake. */
function wrongAttribute(event: Untrusted): Name | undefined {
  if (event.specversion !== '1.0') return 'specversion';
  if (!has(UUID, event.id)) return 'id';
  if (!has(SOURCE, event.source)) return 'source';
  if (!has(TYPE, event.type)) return 'type';
  if (!isInstant(event.time)) return 'time';
  if (event.data === null || typeof event.data !== 'object' || Array.isArray(event.data)) return 'data';
  return wrongOptional(event);
}

function wrongOptional(event: Untrusted): Name | undefined {
  if (!hasOrAbsent(SUBJECT, event.subject)) return 'subject';
  if (!hasOrAbsent(SEQUENCE, event.sequence) || Number(event.sequence ?? 1) > Number.MAX_SAFE_INTEGER)
    return 'sequence';
  if (!isAbsent(event.epoch) && !isPositive(event.epoch)) return 'epoch';
  // An epoch says nothing without a sequence, nor the other way round.
  if (isAbsent(event.sequence) !== isAbsent(event.epoch)) return isAbsent(event.epoch) ? 'epoch' : 'sequence';
  if (!hasOrAbsent(HASH, event.prevhash)) return 'prevhash';
  if (!hasOrAbsent(PRINTABLE, event.merchantid)) return 'merchantid';
  return hasOrAbsent(PRINTABLE, event.storeid) ? undefined : 'storeid';
}

function has(form: RegExp, value: unknown): boolean {
  return typeof value === 'string' && form.test(value);
}

function hasOrAbsent(form: RegExp, value: unknown): boolean {
  return isAbsent(value) || has(form, value);
}

/** Null is as good as absent: CloudEvents' JSON format lets a sender write an unset attribute so. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isPositive(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function withExtras(event: Record<string, unknown>, data: Record<string, unknown>): Result<CloudEvent, Problem> {
  const mediaType = event['datacontenttype'] ?? undefined;
  if (mediaType !== undefined && !has(JSON_MEDIA_TYPE, mediaType)) {
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

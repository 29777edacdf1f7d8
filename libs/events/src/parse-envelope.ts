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
  // From here on null is as good as absent: CloudEvents' JSON format lets a sender write an unset attribute so.
  const { subject, sequence, epoch, prevhash, merchantid, storeid } = event;
  if (isGiven(subject) && !isSubject(subject)) return 'subject';
  if (isGiven(sequence) && !(has(SEQUENCE, sequence) && Number.isSafeInteger(Number(sequence)))) return 'sequence';
  if (isGiven(epoch) && !(Number.isSafeInteger(epoch) && (epoch as number) > 0)) return 'epoch';
  // An epoch says nothing without a sequence, nor the other way round.
  if (isGiven(sequence) !== isGiven(epoch)) return isGiven(epoch) ? 'sequence' : 'epoch';
  if (isGiven(prevhash) && !has(HASH, prevhash)) return 'prevhash';
  if (isGiven(merchantid) && !has(PRINTABLE, merchantid)) return 'merchantid';
  if (isGiven(storeid) && !has(PRINTABLE, storeid)) return 'storeid';
  return undefined;
}

function has(form: RegExp, value: unknown): boolean {
  return typeof value === 'string' && form.test(value);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isSubject(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_SUBJECT;
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

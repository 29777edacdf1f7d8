import { isUtf8 } from 'node:buffer';
import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';
import { platformEvents, terminalEvents } from './catalogue.js';
import type { CloudEvent } from './cloud-event.js';
import { countMembers, faultIn } from './inspect-json.js';
import { parseEnvelope } from './parse-envelope.js';
import { readingsOf } from './readings.js';
import { scanJson, type Span } from './scan-json.js';
import { faultsIn, isValidData } from './validate-data.js';

/** One event of a request, in input order. */
export type ParsedEvent =
  | {
      ok: true;
      event: CloudEvent;
      /** As it was sent, without white space around it. */
      bytes: number;
      /** False for an unknown type or a newer schema version: to be kept, never projected. */
      mapped: boolean;
    }
  | {
      ok: false;
      /** As sent, when it can be read and is no longer than an id may be; otherwise empty. */
      id: string;
      problem: Problem;
      /** The bytes of the event, a view into the body. May hold secrets: mask before keeping. */
      raw: Buffer;
    };

export const MAX_EVENTS = 1_000;
/** What fits one entry of a ledger tile (C2SP tlog-tiles length field). */
export const MAX_EVENT_BYTES = 65_535;
export const MAX_DEPTH = 32;
export const MAX_MEMBERS = 1_000;
/** Beyond this nesting a body is an attack: refused whole, before anything is built from it. */
const MAX_BODY_DEPTH = 1_000;
const MAX_ID_LENGTH = 64;

const readings = readingsOf(terminalEvents);
const platformTypes = new RegExp(`^tillwatch\\.(?:${platformEvents.map(({ name }) => name).join('|')})\\.`);

/**
 * Reads the body of `POST /v1/events` or of a Kafka message. Fails when the request as a whole cannot be read;
 * otherwise each event stands for itself. Never throws. In single mode the list holds exactly one event.
 */
export function parseEvents(body: Buffer, mode: 'single' | 'batch'): Result<ParsedEvent[], Problem> {
  if (body.length === 0) return fail(problem('body-empty'));
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return fail(problem('json-byte-order-mark'));
  if (!isUtf8(body)) return fail(problem('json-not-utf8'));
  const scan = scanJson(body, mode, { depth: MAX_BODY_DEPTH, events: MAX_EVENTS });
  if (scan === 'depth') return fail(problem('json-too-deep'));
  if (scan === 'events') return fail(problem('batch-too-large'));
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    return fail(problem('json-malformed'));
  }
  const values = mode === 'single' ? singleEvent(parsed) : parsed;
  if (!Array.isArray(values)) return fail(problem('event-not-an-object', '', `Expected for a ${mode}.`));
  if (values.length === 0) return fail(problem('batch-empty'));
  return ok(values.map((value, i) => parseEvent(value, scan.spans[i]!, scan.escaped, body)));
}

function singleEvent(value: unknown): unknown {
  return isObject(value) ? [value] : undefined;
}

function parseEvent(value: unknown, span: Span, escaped: boolean, body: Buffer): ParsedEvent {
  const bytes = span.end - span.start;
  const parsed = readEvent(value, span, escaped);
  if (parsed.ok) return { ok: true, event: parsed.value.event, bytes, mapped: parsed.value.mapped };
  const id =
    isObject(value) && typeof value['id'] === 'string' && value['id'].length <= MAX_ID_LENGTH ? value['id'] : '';
  return { ok: false, id: id.toWellFormed(), problem: parsed.error, raw: body.subarray(span.start, span.end) };
}

function readEvent(
  value: unknown,
  span: Span,
  escaped: boolean,
): Result<{ event: CloudEvent; mapped: boolean }, Problem> {
  if (!isObject(value)) return fail(problem('event-not-an-object'));
  if (span.end - span.start > MAX_EVENT_BYTES) return fail(problem('event-too-large'));
  if (span.depth > MAX_DEPTH) return fail(problem('json-too-deep'));
  if (span.members > MAX_MEMBERS) return fail(problem('json-too-many-keys'));
  const members = countMembers(value, escaped);
  if (members !== span.members) return fail(faultIn(value, '') ?? problem('json-duplicate-key'));
  const envelope = parseEnvelope(value);
  if (!envelope.ok) return envelope;
  return readData(envelope.value);
}

function readData(event: CloudEvent): Result<{ event: CloudEvent; mapped: boolean }, Problem> {
  const reading = readings.get(event.type);
  if (!reading) {
    // A terminal must not be able to write what readers take for the platform's own word.
    if (platformTypes.test(event.type))
      return fail(problem('attribute-invalid', '/type', 'Only the platform says that.'));
    return ok({ event, mapped: false });
  }
  const { definition, upcast } = reading;
  let data = event.data;
  if (upcast) {
    try {
      data = upcast(data);
    } catch {
      return fail(problem('data-invalid', '/data'));
    }
  }
  if (isValidData(definition, data)) return ok({ event, mapped: true });
  const [fault] = faultsIn(definition, data);
  return fail(problem('data-invalid', `/data${fault?.path ?? ''}`, fault && `${fault.message}.`));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

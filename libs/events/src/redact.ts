import { hmacSha256Hex } from '@tillwatch/kernel';
import { catalogue } from './catalogue.js';
import type { CloudEvent } from './cloud-event.js';
import type { Mark } from './header.js';
import { DataMasker } from './mask-data.js';
import { looksLikeSecret, maskNumbers } from './secrets.js';

export interface Redaction {
  /** The event that may be stored; the very same object when nothing had to be masked. */
  event: CloudEvent;
  marks: Mark[];
  /** JSON pointers into its data, sorted. */
  redacted: string[];
}

/** Half of a SHA-256: 128 bits are enough to tell ids apart. */
const PSEUDONYM_DIGITS = 32;

const schemas = new Map(catalogue.map(({ type, jsonSchema }) => [type, jsonSchema]));

/**
 * Masks every password, PIN, card number and resident id in a parsed event, and the operator id where nobody has it or
 * where it is a secret itself. Pure: the same event and key give the same answer on every replay.
 * `operatorKey` keys the hash that stands for such an operator id; without a key the id could be guessed back.
 *
 * Left alone: attributes whose form parsing has proven (`id`, `source`, `type`, `time`, `sequence`, `prevhash`), and data
 * fields whose declared form leaves no room for a secret (numbers, closed lists, times, hashes).
 */
export function redact(event: CloudEvent, operatorKey: string): Redaction {
  const { subject } = event;
  const holdsNumber = subject !== undefined && maskNumbers(subject) !== subject;
  const unknown = isUnknownOperator(event);
  const hidden = subject !== undefined && (unknown || holdsNumber) ? subject : undefined;
  const pseudonym = hidden === undefined ? undefined : pseudonymOf(hidden, operatorKey);

  const masker = new DataMasker(hidden, pseudonym);
  const data = masker.mask(event.data, schemas.get(event.type));
  const place = maskPlace(event);

  const marks: Mark[] = [];
  if (hidden !== undefined && looksLikeSecret(hidden)) marks.push('secret-in-operator-field');
  if (holdsNumber || place || masker.foundSecret) marks.push('secret-redacted');
  if (data === event.data && !place && pseudonym === undefined) return { event, marks, redacted: [] };
  const masked: CloudEvent = { ...event, ...place, data };
  if (pseudonym !== undefined) masked.subject = pseudonym;
  return { event: masked, marks, redacted: masker.pointers.sort() };
}

function isUnknownOperator(event: CloudEvent): boolean {
  return event.data['reason'] === 'unknown-operator' && event.type.startsWith('tillwatch.LoginFailed.');
}

/** A person who types one name in two Unicode forms is one person, so the text is hashed in NFC. */
function pseudonymOf(subject: string, operatorKey: string): string {
  return `unknown-${hmacSha256Hex(operatorKey, subject.normalize('NFC')).slice(0, PSEUDONYM_DIGITS)}`;
}

function maskPlace({ merchantid, storeid }: CloudEvent): Pick<CloudEvent, 'merchantid' | 'storeid'> | undefined {
  const merchant = merchantid && maskNumbers(merchantid);
  const store = storeid && maskNumbers(storeid);
  if (merchant === merchantid && store === storeid) return undefined;
  return { ...(merchant && { merchantid: merchant }), ...(store && { storeid: store }) };
}

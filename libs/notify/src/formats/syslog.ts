import type { Severity } from '@tillwatch/api';
import type { Notification } from '../notification.js';

/** Facility 13, log audit (RFC 5424, table 1). */
const FACILITY = 13;
const levels: Record<Severity, number> = { critical: 2, high: 3, medium: 4, low: 5 };
/** The number for examples (RFC 5612): we have none of our own, and a name without a number is reserved for IANA's. */
const SD_ID = 'tillwatch@32473';
const BOM = '\uFEFF';
const hostnameMax = 255;

/**
 * One RFC 5424 message. `body` stands as UTF-8 behind a byte order mark where it has more than ASCII, as section 6.4 asks.
 * Our structured data names the delivery and the alert, so a receiver can tell a repetition without reading the body.
 */
export function syslogMessage({ id, kind, at, severity, alert }: Notification, body: string, hostname: string): string {
  const priority = FACILITY * 8 + levels[severity];
  const parameters: [name: string, value: string][] = [['delivery', id]];
  if (alert) parameters.push(['alert', alert.id], ['rule', alert.rule]);
  const data = parameters.map(([name, value]) => ` ${name}="${sdValue(value)}"`).join('');
  const mark = /^[\x20-\x7e]*$/.test(body) ? '' : BOM;
  return `<${priority}>1 ${at} ${hostnameOf(hostname)} tillwatch - ${kind} [${SD_ID}${data}] ${mark}${body}`;
}

/** RFC 6587, section 3.4.1: the length in bytes, a blank, the message; nothing in a message can end it early. */
export function octetCounted(message: string): Buffer {
  const bytes = Buffer.from(message);
  return Buffer.concat([Buffer.from(`${bytes.length} `), bytes]);
}

/** RFC 5424, section 6.3.3: quote, backslash and closing bracket are escaped; and no control character gets through. */
export function sdValue(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ').replace(/["\\\]]/g, '\\$&');
}

function hostnameOf(hostname: string): string {
  return /^[\x21-\x7e]+$/.test(hostname) ? hostname.slice(0, hostnameMax) : '-';
}

/** JSON in ASCII alone: the same value, and nothing about encodings left to disagree on. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

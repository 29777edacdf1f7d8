/** Detectors of what must never be stored: bank cards, resident ids, and members named like a secret. Pure text in, text out. */

/** Full-width digits are what a Chinese input method types. */
const DIGIT = '[0-9\\uff10-\\uff19]';
const GAP = '[ \\u00a0\\u3000\\u2010-\\u2015\\uff0d-]';
const SHORTEST_CARD = 13;
const LONGEST_CARD = 19;

/** Ids, hashes and key ids are full of digits and must come through whole, so they are matched first and kept. */
const UUID = '(?<![0-9a-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z])';
const HASH = '(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{32}(?:[0-9a-f]{32})?(?![0-9a-z])';
const NUMBERS = new RegExp(`${UUID}|${HASH}|(${DIGIT}(?:${GAP}?${DIGIT}){${SHORTEST_CARD - 1},}x?)`, 'gi');
const MANY_DIGITS = new RegExp(`${DIGIT}(?:${GAP}?${DIGIT}){${SHORTEST_CARD - 1}}`);
const RESIDENT_ID = new RegExp(`(?<!${DIGIT})${DIGIT}{17}(?:${DIGIT}|[Xx])(?![0-9\\uff10-\\uff19Xx])`, 'g');
const GROUPS = new RegExp(`(${GAP})`);

/** Issuer number ranges and their lengths: Visa, Mastercard, Amex, Diners, JCB, UnionPay, Discover, Maestro (ISO/IEC 7812). */
const CARD =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35\d{14,17}|6\d{12,18}|5[06-8]\d{11,17})$/;

/** `text` with card numbers as `****1111` and resident ids as `110****2X`; the same string when it holds none. */
export function maskNumbers(text: string): string {
  if (text.length < SHORTEST_CARD || !MANY_DIGITS.test(text)) return text;
  return text.replace(NUMBERS, (match, run?: string) => (run ? maskRun(run) : match));
}

/** A run of digit groups: ids first (18 digits may also look like a card), then every card made of whole groups. */
function maskRun(run: string): string {
  const masked = run.replace(RESIDENT_ID, (id) => (isResidentId(id) ? `${id.slice(0, 3)}****${id.slice(-2)}` : id));
  const end = /x$/i.exec(masked)?.[0] ?? '';
  const parts = masked.slice(0, masked.length - end.length).split(GROUPS);
  const sizes = parts.map((part, i) => (i % 2 === 0 ? part.length : 0));
  const digits = asciiDigits(parts.filter((_, i) => i % 2 === 0).join(''));
  let text = '';
  let offset = 0;
  for (let first = 0; first < parts.length; first += 2) {
    const size = cardSize(digits, offset, sizes, first);
    let taken = sizes[first]!;
    while (taken < size) taken += sizes[(first += 2)]!;
    text += size ? `****${digits.slice(offset + size - 4, offset + size)}` : parts[first]!;
    text += parts[first + 1] ?? '';
    offset += taken;
  }
  return text + end;
}

/** How many digits the longest card number has that starts with group `first`, at `offset` of all digits; 0 for none. */
function cardSize(digits: string, offset: number, sizes: readonly number[], first: number): number {
  let longest = 0;
  let size = 0;
  for (let group = first; group < sizes.length; group += 2) {
    size += sizes[group]!;
    if (size > LONGEST_CARD) break;
    if (size >= SHORTEST_CARD && isCard(digits.slice(offset, offset + size))) longest = size;
  }
  return longest;
}

function isCard(digits: string): boolean {
  return CARD.test(digits) && luhn(digits) % 10 === 0;
}

/** ISO/IEC 7812-1 annex B: every second digit from the right is doubled; a card number's sum ends in 0. */
function luhn(digits: string): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const weighted = i % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum;
}

/** GB 11643: region, birth date, order, and a check character by weights modulo 11. */
function isResidentId(text: string): boolean {
  const id = asciiDigits(text).toUpperCase();
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * (id.charCodeAt(i) - 48), 0);
  return /^[1-9]/.test(id) && isBirthDate(id.slice(6, 14)) && '10X98765432'[sum % 11] === id[17];
}

function isBirthDate(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6))];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && year < 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function asciiDigits(text: string): string {
  return text.replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + 48));
}

const MAYBE_SECRET_NAME = /pass|pwd|pin|secret|cvv|cvc|track|密|口令/i;
/** The end of the name decides: `wifi_password` is one, `passwordAge` and `pinned` are settings. */
const SECRET_NAME =
  /(?:password|passwd|passcode|passphrase|pwd|secret|cvv2?|cvc2?|pinblock|track[123]?(?:data)?|密码|密碼|口令)$|^(?:new|old|current|user|operator|card|admin|manager|login|temp|temporary|confirm)?pin(?:code)?$/;

/** Whether a member of this name holds a password, PIN, or card secret. */
export function isSecretName(name: string): boolean {
  if (!MAYBE_SECRET_NAME.test(name)) return false;
  return SECRET_NAME.test(name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
}

const SHORTEST_PASSWORD = 6;

/**
 * Whether what somebody typed as operator id was likely meant for another field: a card or resident id, or shaped like
 * a password: 6 characters or more, with three of lower case, upper case, digits and symbols, or with a symbol that ids
 * do not have. Blanks and `-_.@` are usual in ids and names, so they do not count.
 */
export function looksLikeSecret(text: string): boolean {
  if (maskNumbers(text) !== text) return true;
  if (text.length < SHORTEST_PASSWORD) return false;
  const symbol = /[^\p{L}\p{M}\p{N}\s\-_.@]/u.test(text);
  const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u].filter((kind) => kind.test(text)).length;
  return symbol || classes === 3;
}

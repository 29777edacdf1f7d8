/**
 * RFC 8785 (JSON Canonicalization Scheme): keys sorted by UTF-16 code units, no white space, ECMAScript numbers.
 *
 * The text is what gets hashed, so two senders that mean the same event agree on its bytes.
 * Expects JSON values only (what `JSON.parse` returns); members that are `undefined` are left out.
 * Throws `TypeError` for numbers that JSON cannot carry (NaN, Infinity).
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return scalar(value);
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) text += (i ? ',' : '') + canonicalJson(value[i]);
    return text + ']';
  }
  const object = value as Record<string, unknown>;
  let text = '';
  for (const key of sorted(Object.keys(object))) {
    const member = object[key];
    if (member === undefined) continue;
    text += (text ? ',' : '') + quoted(key) + ':' + canonicalJson(member);
  }
  return '{' + text + '}';
}

const NOTHING_TO_ESCAPE = /^[^"\\\u0000-\u001f\ud800-\udfff]*$/;

/** Most texts need no escaping, and to see that is cheaper than `JSON.stringify`. */
function quoted(text: string): string {
  return NOTHING_TO_ESCAPE.test(text) ? '"' + text + '"' : JSON.stringify(text);
}

function scalar(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} is not JSON`);
  return JSON.stringify(value) ?? 'null';
}

/** More keys than this are left to `sort`, whose effort does not grow with the square. */
const FEW_KEYS = 16;

/** Objects of events have few keys, mostly in order already: insertion sort, where `sort` would allocate each time. */
function sorted(keys: string[]): string[] {
  if (keys.length > FEW_KEYS) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i]!;
    let place = i;
    for (; place > 0 && keys[place - 1]! > key; place--) keys[place] = keys[place - 1]!;
    keys[place] = key;
  }
  return keys;
}

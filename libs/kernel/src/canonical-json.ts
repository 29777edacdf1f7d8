/**
 * RFC 8785 (JSON Canonicalization Scheme): keys sorted by UTF-16 code units, no white space, ECMAScript numbers.
 *
 * The text is what gets hashed, so two senders that mean the same event agree on its bytes.
 * Expects JSON values only (what `JSON.parse` returns); members that are `undefined` are left out.
 * Throws `TypeError` for numbers that JSON cannot carry (NaN, Infinity).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return scalar(value);
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) text += (i ? ',' : '') + canonicalJson(value[i]);
    return text + ']';
  }
  const object = value as Record<string, unknown>;
  let text = '';
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member === undefined) continue;
    text += (text ? ',' : '') + JSON.stringify(key) + ':' + canonicalJson(member);
  }
  return '{' + text + '}';
}

function scalar(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} is not JSON`);
  return JSON.stringify(value) ?? 'null';
}

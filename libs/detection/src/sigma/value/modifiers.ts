import { Refusal, type Place } from '../problem.js';
import { base64, base64Offsets, encodings } from './base64.js';
import { parseNetwork } from './cidr.js';
import { expandPlaceholders, type Placeholders } from './placeholders.js';
import { timeParts, type TimePart } from './instant.js';
import { literalOf, mapLiterals, parsePattern, unanchored } from './pattern.js';
import { compileRegex } from './regex.js';
import type { Operator, TextValue, Value } from './value.js';
import { dashVariants, freeDashes } from './windash.js';

/** Variants that one value may stand for. */
export const MAX_VARIANTS = 1_000;

export interface ModifierContext {
  /** Of the value. */
  place: Place;
  placeholders: Placeholders;
}

/** Turns a value into another one; undefined when it cannot be applied to a value of this type, or not any more. */
type Modifier = (value: Value, context: ModifierContext) => Value | undefined;

/** Modifiers appendix 2.1.0. They are applied from left to right; `all` works on the list and is none of these. */
export const modifiers: Readonly<Record<string, Modifier>> = {
  contains: anchored({ start: true, end: true }, 'within'),
  startswith: anchored({ start: false, end: true }, 'start'),
  endswith: anchored({ start: true, end: false }, 'end'),
  cased: (value) => {
    if (value.type === 'text') return { type: 'text', pattern: value.pattern, cased: true };
    return value.type === 'field' ? { ...value, cased: true } : undefined;
  },
  exists: (value, { place }) => {
    if (value.type !== 'boolean') throw new Refusal(place, 'exists-value');
    return { type: 'exists', expected: value.value };
  },
  re: (value, { place }) => {
    const source = value.type === 'text' ? value.raw : value.type === 'number' ? value.source : undefined;
    return source === undefined ? undefined : regexOf(source, '', place);
  },
  i: withFlag('i'),
  m: withFlag('m'),
  s: withFlag('s'),
  cidr: (value, { place }) => {
    if (value.type !== 'text' || value.raw === undefined) return undefined;
    const network = parseNetwork(value.raw);
    if (!network) throw new Refusal(place, 'cidr-invalid', value.raw);
    return { type: 'network', network };
  },
  lt: comparing('lt'),
  lte: comparing('lte'),
  gt: comparing('gt'),
  gte: comparing('gte'),
  neq: (value) => {
    const plain = ['text', 'number', 'boolean', 'null', 'field', 'network', 'regex', 'any'].includes(value.type);
    const negated = plain || (value.type === 'time' && value.operator === 'eq');
    return negated ? { type: 'not', value } : undefined;
  },
  fieldref: (value) => {
    const name = value.type === 'text' && value.raw !== undefined ? literalOf(value.pattern) : undefined;
    return name ? { type: 'field', names: [name], at: 'whole', cased: false } : undefined;
  },
  expand: (value, { place, placeholders }) => {
    if (value.type !== 'text') return undefined;
    const patterns = expandPlaceholders(value.pattern, { placeholders, place, limit: MAX_VARIANTS });
    return anyOf(patterns.map((pattern) => ({ ...untouched(value), pattern })));
  },
  windash: (value) => {
    return value.type === 'text' ? { ...untouched(value), pattern: mapLiterals(value.pattern, freeDashes) } : undefined;
  },
  base64: encoding((bytes) => [base64(bytes)]),
  base64offset: encoding(base64Offsets),
  ...Object.fromEntries(Object.entries(encodings).map(([name, encode]) => [name, asUtf16(encode)])),
  ...Object.fromEntries((Object.keys(timeParts) as TimePart[]).map((part) => [part, takingPart(part)])),
};

/** Applies a modifier, to each way a value may look. */
export function applyModifier(name: string, value: Value, context: ModifierContext): Value {
  if (value.type === 'any' && name !== 'neq') {
    return anyOf(value.values.map((one) => applyModifier(name, one, context)));
  }
  const changed = modifiers[name]!(value, context);
  if (!changed) throw new Refusal(context.place, 'modifier-order', name);
  return changed;
}

function anchored(ends: { start: boolean; end: boolean }, at: 'start' | 'end' | 'within'): Modifier {
  return (value, { place }) => {
    if (value.type === 'number') value = { type: 'text', pattern: parsePattern(value.source), cased: false };
    if (value.type === 'bytes') value = decoded(value.bytes, place);
    if (value.type === 'text') return { ...untouched(value), pattern: unanchored(value.pattern, ends) };
    return value.type === 'field' && value.at === 'whole' ? { ...value, at } : undefined;
  };
}

function withFlag(flag: string): Modifier {
  return (value, { place }) => (value.type === 'regex' ? regexOf(value.source, value.flags + flag, place) : undefined);
}

function regexOf(source: string, flags: string, place: Place): Value {
  const regex = compileRegex(source, flags);
  if (regex.ok) return { type: 'regex', source, flags, test: regex.test };
  throw regex.tooLarge ? new Refusal(place, 'regex-too-large') : new Refusal(place, 'regex-invalid', regex.why);
}

function comparing(operator: Operator): Modifier {
  return (value) => {
    if (value.type === 'number') return { type: 'compare', operator, number: value.number };
    return value.type === 'time' && value.operator === 'eq' ? { ...value, operator } : undefined;
  };
}

function takingPart(part: TimePart): Modifier {
  return (value, { place }) => {
    if (value.type !== 'number') return undefined;
    const [least, most] = timeParts[part];
    const { number } = value;
    if (!Number.isInteger(number) || number < least || number > most) {
      throw new Refusal(place, 'time-part-range', value.source);
    }
    return { type: 'time', part, operator: 'eq', number };
  };
}

/** The bytes of each text a value stands for; dashes are the only wildcards that can be spelled out. */
function bytesOf(value: Value, place: Place): Uint8Array[] | undefined {
  if (value.type === 'bytes') return [value.bytes];
  if (value.type === 'number') return [Buffer.from(value.source)];
  return value.type === 'text' ? textsOf(value, place).map((text) => Buffer.from(text)) : undefined;
}

function textsOf(value: TextValue, place: Place): string[] {
  if (value.pattern.some((part) => typeof part === 'symbol' && part.description !== '-')) {
    throw new Refusal(place, 'wildcard-encoded', value.raw);
  }
  const texts = dashVariants(value.pattern, MAX_VARIANTS);
  if (!texts) throw new Refusal(place, 'too-many-variants', String(MAX_VARIANTS));
  return texts;
}

function encoding(encode: (bytes: Uint8Array) => string[]): Modifier {
  return (value, { place }) => {
    const texts = bytesOf(value, place)?.flatMap(encode);
    if (!texts) return undefined;
    const cased = value.type === 'text' && value.cased;
    return anyOf(texts.map((text): Value => ({ type: 'text', pattern: text ? [text] : [], cased })));
  };
}

function asUtf16(encode: (text: string) => Uint8Array): Modifier {
  return (value, { place }) => {
    if (value.type !== 'text') return undefined;
    return anyOf(textsOf(value, place).map((text): Value => ({ type: 'bytes', bytes: encode(text) })));
  };
}

/** The text these bytes are as UTF-8, which is how a log would show them. Most UTF-16 of other than ASCII is none. */
export function decoded(bytes: Uint8Array, place: Place): TextValue {
  const text = utf8Of(bytes);
  if (text === undefined) throw new Refusal(place, 'encoding-not-text');
  return { type: 'text', pattern: text ? [text] : [], cased: false };
}

function utf8Of(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString();
  return Buffer.from(text).equals(bytes) ? text : undefined;
}

function untouched({ type, pattern, cased }: TextValue): TextValue {
  return { type, pattern, cased };
}

function anyOf(values: Value[]): Value {
  return values.length === 1 ? values[0]! : { type: 'any', values };
}

import { Refusal, type Place } from '../problem.js';
import { timeParts } from '../value/instant.js';
import { applyModifier, decoded, modifiers, type ModifierContext } from '../value/modifiers.js';
import { parsePattern, unanchored } from '../value/pattern.js';
import type { Placeholders } from '../value/placeholders.js';
import type { Value } from '../value/value.js';
import type { Expression, FieldExpression, KeywordExpression } from './expression.js';
import { required, textsOf, type Entry, type Located, type LocatedMap } from './located.js';
import { readCondition, reserved, type Condition } from './read-condition.js';

const MAX_VALUE_CHARACTERS = 8_192;
const MAX_FIELD_CHARACTERS = 256;
const MAX_NAME_CHARACTERS = 256;

/** What a keyword cannot do without a field. `contains` is what it does anyway. */
const FIELD_MODIFIERS = [
  ...['startswith', 'endswith', 'exists', 'cidr', 'fieldref', 'neq', 'lt', 'lte', 'gt', 'gte'],
  ...Object.keys(timeParts),
];

/** The conditions of a `detection` or `filter`, in the order written. */
export interface Detection {
  conditions: ReadCondition[];
}

export interface ReadCondition {
  condition: Condition;
  /** The same with each name replaced by what it stands for. */
  expression: Expression;
  text: string;
  place: Place;
}

/** Rules specification, "Detection". `other` are keys that are no search identifiers. */
export function readDetection(map: LocatedMap, placeholders: Placeholders, other: readonly string[]): Detection {
  const searches = new Map<string, Expression>();
  for (const { key, place, value } of map.entries.values()) {
    if (key === 'condition' || other.includes(key)) continue;
    if (key === 'timeframe') throw new Refusal(place, 'legacy-aggregation', key);
    if (reserved.includes(key.toLowerCase()) || key.length > MAX_NAME_CHARACTERS || /[\s()|*]/.test(key)) {
      throw new Refusal(place, 'identifier-name', key);
    }
    searches.set(key, readSearch(value, key, placeholders));
  }
  const names = [...searches.keys()];
  if (!names.length) throw new Refusal(map.place, 'identifiers-missing');
  const conditions = textsOf(required(map, 'condition'), 'condition').map(({ text, place }) => {
    const condition = readCondition(text, names, place);
    return { condition, expression: resolve(condition, searches), text, place };
  });
  return { conditions };
}

function resolve(condition: Condition, searches: ReadonlyMap<string, Expression>): Expression {
  if (condition.kind === 'search') return searches.get(condition.name)!;
  if (condition.kind === 'not') return { kind: 'not', part: resolve(condition.part, searches) };
  return { kind: condition.kind, parts: condition.parts.map((part) => resolve(part, searches)) };
}

/** Maps join their fields with and, lists their members with or; what is neither is a keyword. */
export function readSearch(node: Located, name: string, placeholders: Placeholders): Expression {
  if (node.kind === 'map')
    return all(
      [...node.entries.values()].map((entry) => readItem(entry, placeholders)),
      node,
      name,
    );
  if (node.kind === 'scalar') return keywords([node], [], node.place, placeholders);
  const maps = node.items.filter((item) => item.kind === 'map');
  const words = node.items.filter((item) => item.kind !== 'map');
  const parts = maps.map((map) => readSearch(map, name, placeholders));
  if (words.length) parts.push(keywords(words, [], node.place, placeholders));
  if (!parts.length) throw new Refusal(node.place, 'search-empty', name);
  return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
}

function all(parts: Expression[], { place }: Located, name: string): Expression {
  if (!parts.length) throw new Refusal(place, 'search-empty', name);
  return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
}

/** One line of a map: `field|modifier|modifier: value or values`. */
function readItem({ key, place, value }: Entry, placeholders: Placeholders): FieldExpression | KeywordExpression {
  const [field, ...names] = key.split('|');
  for (const [i, name] of names.entries()) {
    if (name !== 'all' && !Object.hasOwn(modifiers, name)) throw new Refusal(place, 'modifier-unknown', name);
    if (names.indexOf(name) !== i) throw new Refusal(place, 'modifier-repeated', name);
  }
  const nodes = value.kind === 'list' ? value.items : [value];
  if (!nodes.length) throw new Refusal(value.place, 'search-empty', key);
  if (field === '' && names.length) return keywords(nodes, names, place, placeholders);
  if (field === '' || field!.length > MAX_FIELD_CHARACTERS) throw new Refusal(place, 'field-name', field);
  const values = valuesOf(nodes, names, place, placeholders);
  return { kind: 'field', names: [field!], values, every: names.includes('all') };
}

function keywords(nodes: Located[], names: string[], place: Place, placeholders: Placeholders): KeywordExpression {
  const wrong = names.find((name) => FIELD_MODIFIERS.includes(name));
  if (wrong) throw new Refusal(place, 'modifier-keyword', wrong);
  const values = valuesOf(nodes, names, place, placeholders).map((value, i) => anywhere(value, nodes[i]!.place));
  return { kind: 'keywords', values, every: names.includes('all') };
}

/** A keyword is found within a value of the event. */
function anywhere(value: Value, place: Place): Value {
  if (value.type === 'any') return { type: 'any', values: value.values.map((one) => anywhere(one, place)) };
  if (value.type === 'regex') return value;
  if (value.type !== 'text' && value.type !== 'number' && value.type !== 'boolean') {
    throw new Refusal(place, 'value-form');
  }
  const pattern =
    value.type === 'text' ? value.pattern : parsePattern(String('source' in value ? value.source : value.value));
  if (!pattern.length) throw new Refusal(place, 'keyword-empty');
  return {
    type: 'text',
    pattern: unanchored(pattern, { start: true, end: true }),
    cased: value.type === 'text' && value.cased,
  };
}

function valuesOf(nodes: Located[], names: string[], place: Place, placeholders: Placeholders): Value[] {
  if (names.includes('all')) {
    if (nodes.length < 2) throw new Refusal(place, 'all-single');
    const other = names.find((name) => name === 'neq' || name === 'exists');
    if (other) throw new Refusal(place, 'modifier-order', other);
  }
  if (nodes.length > 1 && names.includes('exists')) throw new Refusal(nodes[1]!.place, 'exists-value');
  const applied = names.filter((name) => name !== 'all' && name !== 'neq');
  const values = nodes.map((node) => valueOf(node, nodes.length > 1, applied, placeholders));
  if (!names.includes('neq')) return values;
  // Different from the values means from each of them.
  if (names.at(-1) !== 'neq') throw new Refusal(place, 'modifier-order', 'neq');
  const context = { place, placeholders };
  const one = values.length === 1 ? values[0]! : ({ type: 'any', values } as const);
  return [applyModifier('neq', one, context)];
}

function valueOf(node: Located, inList: boolean, names: string[], placeholders: Placeholders): Value {
  const { place } = node;
  if (node.kind !== 'scalar') throw new Refusal(place, 'value-form');
  if (node.value === null && inList) throw new Refusal(place, 'null-in-list');
  if (node.source.length > MAX_VALUE_CHARACTERS) {
    throw new Refusal(place, 'value-too-long', String(MAX_VALUE_CHARACTERS));
  }
  const context: ModifierContext = { place, placeholders };
  let value = plainValue(node.value, node.source);
  for (const name of names) value = applyModifier(name, value, context);
  return finished(value, place);
}

function plainValue(value: string | number | boolean | null, source: string): Value {
  if (value === null) return { type: 'null' };
  if (typeof value === 'number') return { type: 'number', number: value, source };
  if (typeof value === 'boolean') return { type: 'boolean', value };
  return { type: 'text', pattern: parsePattern(value), cased: false, raw: value };
}

/** Bytes that nothing encoded further are compared as the text they are. */
function finished(value: Value, place: Place): Value {
  if (value.type === 'any') return { type: 'any', values: value.values.map((one) => finished(one, place)) };
  return value.type === 'bytes' ? decoded(value.bytes, place) : value;
}

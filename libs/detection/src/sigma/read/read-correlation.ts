import { Refusal, type Place } from '../problem.js';
import {
  correlationTypes,
  thresholdOperators,
  type CorrelationDocument,
  type CorrelationType,
  type SigmaHead,
  type Threshold,
} from './documents.js';
import {
  mapOf,
  onlyKeys,
  optional,
  required,
  textOf,
  textsOf,
  type Located,
  type LocatedMap,
  type Named,
} from './located.js';
import { isSatisfiable, wholeRange } from './threshold.js';

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const MAX_TIMESPAN_MS = 366 * UNITS_MS['d']!;

/** Correlation rules specification. `generate` is accepted where the schema has it and where tools write it. */
export function readCorrelation(map: LocatedMap, head: SigmaHead): CorrelationDocument {
  const section = mapOf(required(map, 'correlation'), 'correlation');
  onlyKeys(section, ['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate']);
  const type = readType(required(section, 'type'));
  const rules = textsOf(required(section, 'rules'), 'rules');
  const groupBy = optional(section, 'group-by');
  return {
    kind: 'correlation',
    ...head,
    type,
    rules,
    groupBy: groupBy ? textsOf(groupBy, 'group-by').map(({ text }) => text) : [],
    timespanMs: timespanOf(required(section, 'timespan')),
    aliases: readAliases(optional(section, 'aliases'), rules),
    generate: [optional(map, 'generate'), optional(section, 'generate')].some(
      (node) => node !== undefined && isTrue(node),
    ),
    ...readConditionOf(type, rules, section),
  };
}

function readType(node: Located): CorrelationType {
  const text = textOf(node, 'type');
  const type = correlationTypes.find((known) => known === text);
  if (!type) throw new Refusal(node.place, 'correlation-type', text);
  return type;
}

/** ms of `90s`, `5m`, `1h`, `7d`; up to 366 days. */
export function timespanOf(node: Located): number {
  const text = textOf(node, 'timespan');
  const [, digits, unit] = /^(\d{1,8})([smhd])$/.exec(text) ?? [];
  const ms = digits === undefined ? NaN : Number(digits) * UNITS_MS[unit!]!;
  if (!(ms > 0 && ms <= MAX_TIMESPAN_MS)) throw new Refusal(node.place, 'timespan-invalid', text);
  return ms;
}

function readAliases(node: Located | undefined, rules: readonly Named[]): Map<string, Map<string, string>> {
  const aliases = new Map<string, Map<string, string>>();
  if (!node) return aliases;
  for (const { key: alias, value } of mapOf(node, 'aliases').entries.values()) {
    const fields = new Map<string, string>();
    for (const { key: rule, place, value: field } of mapOf(value, `aliases: ${alias}`).entries.values()) {
      const known = rules.some(({ text }) => text === rule);
      if (!known || field.kind !== 'scalar' || !field.source) throw new Refusal(place, 'alias-invalid', rule);
      fields.set(rule, field.source);
    }
    aliases.set(alias, fields);
  }
  return aliases;
}

function isTrue(node: Located): boolean {
  if (node.kind !== 'scalar' || typeof node.value !== 'boolean')
    throw new Refusal(node.place, 'value-not-listed', 'generate');
  return node.value;
}

type ConditionOf = Pick<CorrelationDocument, 'thresholds' | 'fields' | 'percentile'>;

/** Without a condition, a temporal correlation wants all its rules; all others need one. */
function readConditionOf(type: CorrelationType, rules: readonly Named[], section: LocatedMap): ConditionOf {
  const node = optional(section, 'condition');
  const temporal = type === 'temporal' || type === 'temporal_ordered';
  if (!node && temporal) return { thresholds: [{ operator: 'gte', value: rules.length }], fields: [] };
  if (node?.kind === 'scalar') throw new Refusal(node.place, 'correlation-condition', node.source);
  const map = mapOf(node ?? required(section, 'condition'), 'condition');
  const overField = type.startsWith('value_');
  const extra = [...(overField ? ['field'] : []), ...(type === 'value_percentile' ? ['percentile'] : [])];
  onlyKeys(map, [...thresholdOperators, ...extra]);
  const fields = overField ? textsOf(required(map, 'field'), 'field') : [];
  if (fields.length > 1 && type !== 'value_count')
    throw new Refusal(fields[1]!.place, 'correlation-condition', 'field');
  const counts = !overField || type === 'value_count';
  const condition: ConditionOf = {
    thresholds: readThresholds(map, counts),
    fields: fields.map(({ text }) => text),
  };
  if (type === 'value_median') condition.percentile = 50;
  if (map.entries.has('percentile')) condition.percentile = percentileOf(required(map, 'percentile'));
  refuseUnreachable(type, condition, rules, map.place);
  return condition;
}

function readThresholds(map: LocatedMap, counts: boolean): Threshold[] {
  const thresholds = thresholdOperators.flatMap((operator): Threshold[] => {
    const node = map.entries.get(operator)?.value;
    if (!node) return [];
    const fits = node.kind === 'scalar' && typeof node.value === 'number';
    if (!fits || (counts && !(Number.isInteger(node.value) && (node.value as number) >= 0))) {
      throw new Refusal(node.place, 'threshold-invalid', node.kind === 'scalar' ? node.source : operator);
    }
    return [{ operator, value: node.value as number }];
  });
  if (!thresholds.length) throw new Refusal(map.place, 'key-missing', thresholdOperators.join(' / '));
  return thresholds;
}

function percentileOf(node: Located): number {
  const value = node.kind === 'scalar' ? node.value : undefined;
  if (typeof value !== 'number' || value < 0 || value > 100) {
    throw new Refusal(node.place, 'threshold-invalid', node.kind === 'scalar' ? node.source : 'percentile');
  }
  return value;
}

/** Refuses what could never be fulfilled or has no defined meaning, which is never what was meant. */
function refuseUnreachable(
  type: CorrelationType,
  { thresholds, percentile }: ConditionOf,
  rules: readonly Named[],
  place: Place,
): void {
  const { least, most } = wholeRange(thresholds);
  const refuse = (why: string): never => {
    const written = thresholds.map(({ operator, value }) => `${operator}: ${value}`).join(', ');
    throw new Refusal(place, 'correlation-condition', `${written} (${why})`);
  };
  if (type.startsWith('value_') && type !== 'value_count') {
    if (!isSatisfiable(thresholds)) refuse('never true');
    const share = type === 'value_percentile' && percentile === undefined;
    if (share && thresholds.some(({ value }) => value < 0 || value > 100))
      refuse('a share without percentile: 0 to 100');
    return;
  }
  // A group without events is never seen, so nothing can be said of a count of 0.
  if (least > most || most < 1) refuse('never true');
  if (type.startsWith('temporal') && least > rules.length) refuse(`${rules.length} rules`);
  if (
    type === 'temporal_ordered' &&
    (least !== rules.length || thresholds.some(({ operator }) => operator === 'neq'))
  ) {
    refuse('an ordered correlation needs all its rules');
  }
}

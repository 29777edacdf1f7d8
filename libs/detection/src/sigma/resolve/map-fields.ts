import type { Expression, FieldNames } from '../read/expression.js';
import type { Logsource } from '../read/documents.js';
import type { FieldMap, SigmaMapping } from '../read/read-mapping.js';
import type { Value } from '../value/value.js';

/** What a mapping says about the rules of one logsource. */
export interface MappedLogsource {
  /** Names in events of a field in rules; the same name when nothing is said. */
  namesOf(field: string): FieldNames;
  /** What makes an event one of this logsource; all must be fulfilled. */
  conditions: readonly Expression[];
  /** Some entry covers it. */
  covered: boolean;
}

/**
 * Every entry that the logsource lies within applies: `product: windows` also to a rule for `product: windows, category:
 * process_creation`. Of two names for one field, that of the entry which says more about the logsource counts.
 */
export function mapLogsource(logsource: Logsource, mapping: SigmaMapping): MappedLogsource {
  const entries = mapping.logsources
    .filter((entry) => isWithin(logsource, entry.logsource))
    .sort((a, b) => Object.keys(a.logsource).length - Object.keys(b.logsource).length);
  const fields: FieldMap = new Map(
    [mapping.fields, ...entries.map((entry) => entry.fields)].flatMap((map) => [...map]),
  );
  return {
    namesOf: (field) => fields.get(field) ?? mapping.elsewhere?.(field) ?? [field],
    conditions: entries.flatMap(({ condition }) => (condition ? [condition] : [])),
    covered: entries.length > 0,
  };
}

/** Every attribute that `outer` gives has the same value in `inner`. */
export function isWithin(inner: Logsource, outer: Logsource): boolean {
  return (['category', 'product', 'service'] as const).every(
    (key) => outer[key] === undefined || outer[key] === inner[key],
  );
}

/** The same expression over the names that events have. */
export function mapFields(expression: Expression, namesOf: (field: string) => FieldNames): Expression {
  if (expression.kind === 'not') return { kind: 'not', part: mapFields(expression.part, namesOf) };
  if (expression.kind === 'keywords') return expression;
  if (expression.kind !== 'field') {
    return { kind: expression.kind, parts: expression.parts.map((part) => mapFields(part, namesOf)) };
  }
  const names = expression.names.flatMap(namesOf);
  return { ...expression, names, values: expression.values.map((value) => mapValue(value, namesOf)) };
}

function mapValue(value: Value, namesOf: (field: string) => FieldNames): Value {
  switch (value.type) {
    case 'field':
      return { ...value, names: value.names.flatMap(namesOf) };
    case 'any':
      return { type: 'any', values: value.values.map((one) => mapValue(one, namesOf)) };
    case 'not':
      return { type: 'not', value: mapValue(value.value, namesOf) };
    default:
      return value;
  }
}

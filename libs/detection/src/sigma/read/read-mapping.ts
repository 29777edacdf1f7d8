import { attempt, type Place, type SigmaProblem, Refusal } from '../problem.js';
import { parsePattern, type Pattern } from '../value/pattern.js';
import type { Placeholders } from '../value/placeholders.js';
import type { Logsource } from './documents.js';
import type { Expression, FieldNames } from './expression.js';
import { mapOf, onlyKeys, optional, required, textOf, textsOf, type Located, type LocatedMap } from './located.js';
import { readLogsource } from './read-document.js';
import { readSearch } from './read-detection.js';
import { readYaml } from './read-yaml.js';

/** Field names of rules and the names in events that stand for them; of several, any that the event has. */
export type FieldMap = ReadonlyMap<string, FieldNames>;

export interface LogsourceMapping {
  logsource: Logsource;
  fields: FieldMap;
  /** What makes an event one of this logsource, in the names of the event. */
  condition?: Expression;
}

/** How the names of rules relate to the events at hand; read from a YAML or JSON file. */
export interface SigmaMapping {
  /** Whose rules it maps. */
  taxonomies: readonly string[];
  /** Event fields that may hold the time, first found first. */
  timestamp?: readonly string[];
  /** Event fields that may hold an id to quote. */
  id?: readonly string[];
  /** What becomes of a rule whose logsource no entry covers: evaluated on every event, or refused. */
  unmapped: 'apply' | 'refuse';
  fields: FieldMap;
  /** Names in events of a field that no entry names; default: the same name. */
  elsewhere?: (field: string) => FieldNames;
  logsources: readonly LogsourceMapping[];
}

export const noMapping: SigmaMapping = { taxonomies: ['sigma'], unmapped: 'apply', fields: new Map(), logsources: [] };

/** A mapping file. With problems, there is no mapping: half of one would change what rules mean. */
export function readMapping(text: string, file: string): { mapping?: SigmaMapping; problems: SigmaProblem[] } {
  const { problems, value } = readSingle(text, file, (map): SigmaMapping => {
    onlyKeys(map, ['taxonomies', 'timestamp', 'id', 'unmapped', 'fields', 'logsources']);
    const taxonomies = optional(map, 'taxonomies');
    const mapping: SigmaMapping = {
      taxonomies: taxonomies ? textsOf(taxonomies, 'taxonomies').map(({ text }) => text) : ['sigma'],
      unmapped: unmappedOf(optional(map, 'unmapped')),
      fields: fieldsOf(optional(map, 'fields')),
      logsources: listOf(optional(map, 'logsources'), 'logsources').map(logsourceOf),
    };
    for (const key of ['timestamp', 'id'] as const) {
      const node = optional(map, key);
      if (node) mapping[key] = textsOf(node, key).map(({ text }) => text);
    }
    return mapping;
  });
  return value ? { mapping: value, problems } : { problems };
}

/** A file that gives each placeholder one value or several; they may hold wildcards. */
export function readPlaceholders(
  text: string,
  file: string,
): { placeholders?: Placeholders; problems: SigmaProblem[] } {
  const { problems, value } = readSingle(text, file, (map) => {
    const placeholders = new Map<string, Pattern[]>();
    for (const { key, value: node } of map.entries.values()) {
      placeholders.set(
        key,
        textsOf(node, key).map(({ text }) => parsePattern(text)),
      );
    }
    return placeholders;
  });
  return value ? { placeholders: value, problems } : { problems };
}

function readSingle<T>(
  text: string,
  file: string,
  read: (map: LocatedMap) => T,
): { value?: T; problems: SigmaProblem[] } {
  const { documents, problems } = readYaml(text, file);
  const [document, second] = documents;
  if (problems.length || !document) return { problems };
  const value = attempt(problems, () => {
    if (second) throw new Refusal(second.place, 'yaml-too-large', '1 document');
    return read(mapOf(document, 'document'));
  });
  return value === undefined ? { problems } : { value, problems };
}

function logsourceOf(node: Located): LogsourceMapping {
  const map = mapOf(node, 'logsources');
  onlyKeys(map, ['logsource', 'fields', 'condition']);
  const mapping: LogsourceMapping = {
    logsource: readLogsource(required(map, 'logsource')),
    fields: fieldsOf(optional(map, 'fields')),
  };
  const condition = optional(map, 'condition');
  if (condition) mapping.condition = readSearch(condition, 'condition', new Map());
  return mapping;
}

function fieldsOf(node: Located | undefined): FieldMap {
  const fields = new Map<string, FieldNames>();
  if (!node) return fields;
  for (const { key, value } of mapOf(node, 'fields').entries.values()) {
    fields.set(
      key,
      textsOf(value, key).map(({ text }) => text),
    );
  }
  return fields;
}

function unmappedOf(node: Located | undefined): 'apply' | 'refuse' {
  if (!node) return 'apply';
  const text = textOf(node, 'unmapped');
  if (text !== 'apply' && text !== 'refuse') throw new Refusal(node.place, 'value-not-listed', text);
  return text;
}

function listOf(node: Located | undefined, what: string): Located[] {
  if (!node) return [];
  const place: Place = node.place;
  if (node.kind !== 'list') throw new Refusal(place, 'not-a-list', what);
  return node.items;
}

import { Refusal } from '../problem.js';
import type { Placeholders } from '../value/placeholders.js';
import {
  levels,
  type FilterDocument,
  type Logsource,
  type RuleDocument,
  type SigmaDocument,
  type SigmaHead,
} from './documents.js';
import { mapOf, optional, optionalText, required, textOf, textsOf, type Located, type LocatedMap } from './located.js';
import { readCorrelation } from './read-correlation.js';
import { readDetection } from './read-detection.js';

const STATUSES = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'];

/** Every detection, correlation and filter rule, by the section it has. Refuses what has none of them or several. */
export function readDocument(node: Located, placeholders: Placeholders): SigmaDocument {
  const map = mapOf(node, 'document');
  const action = map.entries.get('action');
  if (action) throw new Refusal(action.place, 'legacy-collection', textOf(action.value, 'action'));
  const timeframe = map.entries.get('timeframe');
  if (timeframe) throw new Refusal(timeframe.place, 'legacy-aggregation', 'timeframe');
  const kinds = ['detection', 'correlation', 'filter'].filter((key) => map.entries.has(key));
  if (kinds.length !== 1) throw new Refusal(map.place, 'kind-unknown');
  if (kinds[0] === 'correlation') return readCorrelation(map, headOf(map));
  return kinds[0] === 'filter' ? readFilter(map, placeholders) : readRule(map, placeholders);
}

function readRule(map: LocatedMap, placeholders: Placeholders): RuleDocument {
  return {
    kind: 'rule',
    ...headOf(map),
    taxonomy: optionalText(map, 'taxonomy') ?? 'sigma',
    logsource: readLogsource(required(map, 'logsource')),
    detection: readDetection(mapOf(required(map, 'detection'), 'detection'), placeholders, []),
  };
}

/** Filters specification. `any` instead of rules comes from version 2.2 and has one meaning only. */
function readFilter(map: LocatedMap, placeholders: Placeholders): FilterDocument {
  const filter = mapOf(required(map, 'filter'), 'filter');
  const rules = textsOf(required(filter, 'rules'), 'rules');
  return {
    kind: 'filter',
    place: map.place,
    source: map,
    title: textOf(required(map, 'title'), 'title'),
    taxonomy: optionalText(map, 'taxonomy') ?? 'sigma',
    logsource: readLogsource(required(map, 'logsource')),
    rules: rules.length === 1 && rules[0]!.text === 'any' ? 'any' : rules,
    detection: readDetection(filter, placeholders, ['rules']),
  };
}

export function headOf(map: LocatedMap): SigmaHead {
  const level = oneOf(map, 'level', levels);
  const status = oneOf(map, 'status', STATUSES);
  if (status === 'unsupported') throw new Refusal(map.entries.get('status')!.place, 'status-unsupported');
  const head: SigmaHead = {
    place: map.place,
    source: map,
    title: textOf(required(map, 'title'), 'title'),
    tags: tagsOf(optional(map, 'tags')),
  };
  for (const key of ['id', 'name', 'description'] as const) {
    const text = optionalText(map, key);
    if (text !== undefined) head[key] = text;
  }
  if (level) head.level = level as NonNullable<SigmaHead['level']>;
  if (status) head.status = status;
  return head;
}

/** They say nothing about what matches, so one that is written twice is no fault. */
function tagsOf(node: Located | undefined): string[] {
  if (node && node.kind !== 'list') throw new Refusal(node.place, 'not-a-list', 'tags');
  return [...new Set((node?.items ?? []).map((tag) => textOf(tag, 'tags')))];
}

/** Beside the three that decide, a logsource may hold anything that explains it. */
export function readLogsource(node: Located): Logsource {
  const map = mapOf(node, 'logsource');
  const logsource: Logsource = {};
  for (const key of ['category', 'product', 'service'] as const) {
    const text = optionalText(map, key);
    if (text !== undefined) logsource[key] = text.toLowerCase();
  }
  if (!Object.keys(logsource).length) throw new Refusal(map.place, 'logsource-empty');
  return logsource;
}

function oneOf(map: LocatedMap, key: string, allowed: readonly string[]): string | undefined {
  const text = optionalText(map, key);
  if (text !== undefined && !allowed.includes(text)) {
    throw new Refusal(map.entries.get(key)!.place, 'value-not-listed', text);
  }
  return text;
}

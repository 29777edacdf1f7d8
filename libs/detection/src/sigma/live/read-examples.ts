import type { Example, Severity } from '../../rule.js';
import { repeat, scene, type Line } from '../../scene.js';
import { Refusal } from '../problem.js';
import { mapOf, onlyKeys, optional, required, textOf, type Located, type LocatedMap } from '../read/located.js';

const MAX_EXAMPLES = 20;
const MAX_EVENTS = 500;
const lineKeys = ['at', 'type', 'operatorId', 'terminalId', 'storeId', 'marks', 'data', 'times', 'every'];
const severities: readonly string[] = ['low', 'medium', 'high', 'critical'] satisfies Severity[];

/** Examples as `scene` plays them: `at` and `every` in seconds; `times` repeats a line. */
export function readExamples(node: Located | undefined): Example[] {
  if (!node) return [];
  const items = listOf(node, 'examples');
  if (items.length > MAX_EXAMPLES) throw new Refusal(node.place, 'live-too-many', `${MAX_EXAMPLES}`);
  return items.map((item): Example => {
    const map = mapOf(item, 'examples');
    onlyKeys(map, ['name', 'events', 'expect']);
    const lines = listOf(required(map, 'events'), 'events').flatMap(linesOf);
    if (lines.length > MAX_EVENTS) throw new Refusal(map.place, 'live-too-many', `${MAX_EVENTS}`);
    return {
      name: textOf(required(map, 'name'), 'name'),
      events: scene(lines),
      expect: listOf(required(map, 'expect'), 'expect').map(expectedOf),
    };
  });
}

function linesOf(node: Located): Line[] {
  const map = mapOf(node, 'events');
  onlyKeys(map, lineKeys);
  const line: Line = { at: numberIn(map, 'at'), name: textOf(required(map, 'type'), 'type') };
  for (const key of ['operatorId', 'terminalId', 'storeId'] as const) {
    const value = optional(map, key);
    if (value) line[key] = textOf(value, key);
  }
  const marks = optional(map, 'marks');
  if (marks) line.marks = listOf(marks, 'marks').map((mark) => textOf(mark, 'marks'));
  const data = optional(map, 'data');
  if (data) line.data = dataOf(mapOf(data, 'data')) as Record<string, unknown>;
  const times = optional(map, 'times') ? numberIn(map, 'times') : 1;
  if (!Number.isInteger(times) || times < 1 || times > MAX_EVENTS)
    throw new Refusal(map.place, 'live-example-form', 'times');
  return repeat(times, times > 1 ? numberIn(map, 'every') : 0, line);
}

function expectedOf(node: Located): Example['expect'][number] {
  const map = mapOf(node, 'expect');
  onlyKeys(map, ['severity', 'count']);
  const severity = textOf(required(map, 'severity'), 'severity');
  if (!severities.includes(severity)) throw new Refusal(map.place, 'value-not-listed', severity);
  return { severity: severity as Severity, count: numberIn(map, 'count') };
}

function numberIn(map: LocatedMap, key: string): number {
  const node = required(map, key);
  if (node.kind !== 'scalar' || typeof node.value !== 'number') throw new Refusal(node.place, 'live-example-form', key);
  return node.value;
}

function listOf(node: Located, what: string): Located[] {
  if (node.kind !== 'list') throw new Refusal(node.place, 'live-example-form', what);
  return node.items;
}

function dataOf(node: Located): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(dataOf);
  return Object.fromEntries([...node.entries.values()].map(({ key, value }) => [key, dataOf(value)]));
}

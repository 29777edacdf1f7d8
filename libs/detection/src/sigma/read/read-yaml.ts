import { Composer, isAlias, isMap, isScalar, isSeq, LineCounter, Parser, type CST, type ParsedNode } from 'yaml';
import { attempt, Refusal, type Place, type SigmaProblem } from '../problem.js';
import type { Entry, Located } from './located.js';
import { checkShape, type Shape } from './yaml-shape.js';

/** Bytes of UTF-8: ten times the largest rule file in public collections. */
export const MAX_FILE_BYTES = 1_048_576;

/** How much a file may hold. Everything after reading is at most linear in these. */
const shape: Shape = { depth: 32, nodes: 50_000, documents: 1_000 };

export interface YamlFile {
  documents: Located[];
  problems: SigmaProblem[];
}

/**
 * The documents of a file in the YAML 1.2 core schema, without what makes YAML more than data: no anchors, aliases, merge
 * keys, tags or duplicate keys. A document with a fault is left out, with the place of its first fault; a file that is
 * too large, too deep or not YAML at all holds no documents. Never throws.
 */
export function readYaml(text: string, file: string): YamlFile {
  const problems: SigmaProblem[] = [];
  const documents = attempt(problems, () => compose(text, file, problems)) ?? [];
  if (!documents.length && !problems.length) problems.push(new Refusal({ file, line: 1 }, 'file-empty').problem);
  return { documents, problems };
}

function compose(text: string, file: string, problems: SigmaProblem[]): Located[] {
  if (text.length > MAX_FILE_BYTES || new TextEncoder().encode(text).length > MAX_FILE_BYTES) {
    throw new Refusal({ file, line: 1 }, 'file-too-large', String(MAX_FILE_BYTES));
  }
  const lines = new LineCounter();
  const placeOf = (offset: number): Place => ({ file, line: Math.max(1, lines.linePos(offset).line) });
  const tokens: CST.Token[] = [];
  for (const token of new Parser(lines.addNewLine).parse(text)) tokens.push(token);
  checkShape(tokens, shape, placeOf);

  const documents: Located[] = [];
  const composer = new Composer({ schema: 'core', merge: false, uniqueKeys: false, logLevel: 'silent' });
  for (const document of composer.compose(tokens)) {
    const [fault] = [...document.errors, ...document.warnings];
    const located = attempt(problems, () => {
      if (fault) throw new Refusal(placeOf(fault.pos[0]), 'yaml-syntax', fault.message);
      return document.contents && locate(document.contents, placeOf);
    });
    const blank = located?.kind === 'scalar' && located.value === null;
    if (located && !blank) documents.push(located);
  }
  return documents;
}

/** Recursion is bounded: `checkShape` has seen the depth. */
function locate(node: ParsedNode, placeOf: (offset: number) => Place): Located {
  const place = placeOf(node.range[0]);
  if (isAlias(node)) throw new Refusal(place, 'yaml-alias', node.source);
  if (isSeq(node)) {
    const items = node.items.map((item) => locate(item as ParsedNode, placeOf));
    return { kind: 'list', place, items };
  }
  if (isMap(node)) {
    const entries = new Map<string, Entry>();
    for (const pair of node.items) {
      const entry = entryOf(pair.key as ParsedNode, pair.value as ParsedNode | null, placeOf);
      if (entries.has(entry.key)) throw new Refusal(entry.place, 'yaml-duplicate-key', entry.key);
      entries.set(entry.key, entry);
    }
    return { kind: 'map', place, entries };
  }
  return scalarOf(node, place);
}

function entryOf(key: ParsedNode, value: ParsedNode | null, placeOf: (offset: number) => Place): Entry {
  const place = placeOf(key.range[0]);
  const name = isScalar(key) ? scalarOf(key, place) : undefined;
  if (name === undefined || name.kind !== 'scalar' || name.value === null) throw new Refusal(place, 'yaml-key');
  if (name.source === '<<') throw new Refusal(place, 'yaml-merge-key');
  const nothing: Located = { kind: 'scalar', place, value: null, source: '' };
  return { key: name.source, place, value: value ? locate(value, placeOf) : nothing };
}

function scalarOf(node: ParsedNode, place: Place): Located {
  const { value, source } = node as { value?: unknown; source?: string };
  if (typeof value === 'string') return { kind: 'scalar', place, value, source: value };
  if (typeof value === 'boolean' || value === null) return { kind: 'scalar', place, value, source: source ?? '' };
  if (typeof value !== 'number') throw new Refusal(place, 'yaml-syntax', 'value');
  const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (!exact) throw new Refusal(place, 'number-inexact', source);
  return { kind: 'scalar', place, value, source: source ?? String(value) };
}

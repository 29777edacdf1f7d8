import { Refusal, type Place } from '../problem.js';

/** A parsed YAML value that still knows where it was written. */
export type Located = LocatedMap | LocatedList | LocatedScalar;

export interface LocatedScalar {
  kind: 'scalar';
  place: Place;
  value: string | number | boolean | null;
  /** As written, without quotes: what a number loses (`0x17`, `007`). */
  source: string;
}

export interface LocatedList {
  kind: 'list';
  place: Place;
  items: Located[];
}

export interface LocatedMap {
  kind: 'map';
  place: Place;
  entries: Map<string, Entry>;
}

export interface Entry {
  key: string;
  /** Of the key. */
  place: Place;
  value: Located;
}

export function mapOf(node: Located, what: string): LocatedMap {
  if (node.kind !== 'map') throw new Refusal(node.place, 'not-a-map', what);
  return node;
}

/** The value of a key that must be there. */
export function required(map: LocatedMap, key: string): Located {
  const entry = map.entries.get(key);
  if (!entry) throw new Refusal(map.place, 'key-missing', key);
  return entry.value;
}

export function optional(map: LocatedMap, key: string): Located | undefined {
  const value = map.entries.get(key)?.value;
  return value?.kind === 'scalar' && value.value === null ? undefined : value;
}

/** Numbers and booleans count as the text they were written as; null and the empty text do not count. */
export function textOf(node: Located, what: string): string {
  if (node.kind !== 'scalar' || node.value === null || node.source === '') {
    throw new Refusal(node.place, 'not-a-text', what);
  }
  return node.source;
}

export function optionalText(map: LocatedMap, key: string): string | undefined {
  const node = optional(map, key);
  return node && textOf(node, key);
}

/** A text with the place where it was written. */
export interface Named {
  text: string;
  place: Place;
}

/** One text or a list of at least one, none of them twice. */
export function textsOf(node: Located, what: string): Named[] {
  const items = node.kind === 'list' ? node.items : [node];
  const seen = new Set<string>();
  const texts = items.map((item): Named => {
    if (item.kind !== 'scalar' || item.value === null || item.source === '' || seen.has(item.source)) {
      throw new Refusal(item.place, 'not-a-list', what);
    }
    seen.add(item.source);
    return { text: item.source, place: item.place };
  });
  if (!texts.length) throw new Refusal(node.place, 'not-a-list', what);
  return texts;
}

/** Refuses keys that are not `known`: what is not understood may be what the author meant. */
export function onlyKeys(map: LocatedMap, known: readonly string[]): void {
  for (const { key, place } of map.entries.values()) {
    if (!known.includes(key)) throw new Refusal(place, 'key-unknown', key);
  }
}

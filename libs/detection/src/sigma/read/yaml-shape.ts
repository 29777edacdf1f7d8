import { CST } from 'yaml';
import { Refusal, type Place } from '../problem.js';

export interface Shape {
  /** Maps and lists within each other. */
  depth: number;
  /** Scalars, maps and lists in the file. */
  nodes: number;
  documents: number;
}

type PlaceOf = (offset: number) => Place;

/**
 * Refuses a file by its syntax tree, before anything recurses over it or compares its keys: what would be slow or deep to
 * compose never is composed. Also refuses what is not plain data. Works without recursion.
 */
export function checkShape(tokens: readonly CST.Token[], limits: Shape, placeOf: PlaceOf): void {
  let documents = 0;
  let nodes = 0;
  const waiting: { token: CST.Token; depth: number }[] = [];
  for (const token of tokens.toReversed()) waiting.push({ token, depth: 0 });
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { token, depth } = next;
    refuseMoreThanData(token, placeOf);
    if (token.type === 'document' && ++documents > limits.documents) refuse(token, `${limits.documents} documents`);
    if (('items' in token || CST.isScalar(token)) && ++nodes > limits.nodes) refuse(token, `${limits.nodes} values`);
    const inner = 'items' in token ? depth + 1 : depth;
    if (inner > limits.depth) throw new Refusal(placeOf(token.offset), 'yaml-too-deep', String(limits.depth));
    for (const part of partsOf(token).toReversed()) waiting.push({ token: part, depth: inner });
  }

  function refuse(token: CST.Token, what: string): never {
    throw new Refusal(placeOf(token.offset), 'yaml-too-large', what);
  }
}

function partsOf(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return [...token.start, ...(token.value ? [token.value] : [])];
  if ('props' in token) return token.props;
  if (!('items' in token)) return [];
  const items: readonly CST.CollectionItem[] = token.items;
  return items.flatMap(({ start, key, sep, value }) => [
    ...start,
    ...(key ? [key] : []),
    ...(sep ?? []),
    ...(value ? [value] : []),
  ]);
}

function refuseMoreThanData(token: CST.Token, placeOf: PlaceOf): void {
  const place = (): Place => placeOf(token.offset);
  if (token.type === 'anchor' || token.type === 'alias') throw new Refusal(place(), 'yaml-alias', token.source);
  if (token.type === 'tag') throw new Refusal(place(), 'yaml-tag', token.source);
  if (token.type === 'directive' && !/^%YAML\s+1\.2\s*$/.test(token.source)) {
    throw new Refusal(place(), 'yaml-directive', token.source);
  }
}

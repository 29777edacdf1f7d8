import type { Expression } from '../read/expression.js';
import type { Value } from '../value/value.js';
import type { SlotOf } from './compile-value.js';
import { literalsOf, requiredPart, requiredTail } from './literals.js';

/** Something an event can have in a field: this folded text, one with this folded tail or this part in it, or anything at all. */
export type Key = { slot: number; kind: 'text' | 'tail' | 'part'; text: string } | { slot: number; kind: 'present' };

/** What finding a rule by a key costs: of two ways, the lighter one is taken. */
export type WeightOf = (key: Key) => number;

/**
 * Keys of which an event must have at least one to fulfil the expression; undefined when that cannot be said. Of parts joined
 * by and, those of one are enough; of parts joined by or, those of all are needed.
 */
export function requirementOf(expression: Expression, slotOf: SlotOf, weightOf: WeightOf): Key[] | undefined {
  if (expression.kind === 'keywords' || expression.kind === 'not') return undefined;
  if (expression.kind === 'field') {
    const options = expression.values.map((value) => keysOf(value, slotOf(expression.names)));
    return expression.every ? lightest(options, weightOf) : together(options);
  }
  const options = expression.parts.map((part) => requirementOf(part, slotOf, weightOf));
  return expression.kind === 'and' ? lightest(options, weightOf) : together(options);
}

/** Every key that some way to find the expression could use. */
export function keysIn(expression: Expression, slotOf: SlotOf): Key[] {
  if (expression.kind === 'field') {
    return expression.values.flatMap((value) => keysOf(value, slotOf(expression.names)) ?? []);
  }
  return 'parts' in expression ? expression.parts.flatMap((part) => keysIn(part, slotOf)) : [];
}

function keysOf(value: Value, slot: number): Key[] | undefined {
  if (value.type === 'null' || (value.type === 'exists' && !value.expected)) return undefined;
  const literals = literalsOf(value);
  if (literals) return literals.map((text) => ({ slot, kind: 'text', text }));
  if (value.type === 'any') return together(value.values.map((one) => keysOf(one, slot)));
  const tail = requiredTail(value);
  if (tail !== undefined) return [{ slot, kind: 'tail', text: tail }];
  const part = requiredPart(value);
  return [part === undefined ? { slot, kind: 'present' } : { slot, kind: 'part', text: part }];
}

function together(options: readonly (Key[] | undefined)[]): Key[] | undefined {
  return options.includes(undefined) ? undefined : options.flatMap((keys) => keys!);
}

function lightest(options: readonly (Key[] | undefined)[], weightOf: WeightOf): Key[] | undefined {
  let best: { keys: Key[]; weight: number } | undefined;
  for (const keys of options) {
    if (!keys) continue;
    const weight = keys.reduce((sum, key) => sum + weightOf(key), 0);
    if (!best || weight < best.weight) best = { keys, weight };
  }
  return best?.keys;
}

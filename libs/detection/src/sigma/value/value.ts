import type { Network } from './cidr.js';
import type { TextTest } from './glob.js';
import type { TimePart } from './instant.js';
import type { Pattern } from './pattern.js';

/** What a value of a rule has become after its modifiers: what the field is compared with, and how. */
export type Value =
  | TextValue
  | { type: 'number'; number: number; source: string }
  | { type: 'boolean'; value: boolean }
  /** The field is missing or null. */
  | { type: 'null' }
  /** Bytes of an encoded text; no text yet. */
  | { type: 'bytes'; bytes: Uint8Array }
  | { type: 'regex'; source: string; flags: string; test: TextTest }
  | { type: 'network'; network: Network }
  | { type: 'field'; names: readonly string[]; at: 'whole' | 'start' | 'end' | 'within'; cased: boolean }
  | { type: 'compare'; operator: Operator; number: number }
  | { type: 'time'; part: TimePart; operator: Operator; number: number }
  | { type: 'exists'; expected: boolean }
  /** One value that may look in several ways. */
  | { type: 'any'; values: Value[] }
  /** The field is there and is none of these. */
  | { type: 'not'; value: Value };

export interface TextValue {
  type: 'text';
  pattern: Pattern;
  cased: boolean;
  /** As written, while no modifier has touched it: what a regular expression or a network is made of. */
  raw?: string;
}

export type Operator = 'eq' | 'lt' | 'lte' | 'gt' | 'gte';

export const compare: Readonly<Record<Operator, (a: number, b: number) => boolean>> = {
  eq: (a, b) => a === b,
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
};

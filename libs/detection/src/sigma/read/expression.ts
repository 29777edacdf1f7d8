import type { Value } from '../value/value.js';

export type FieldNames = readonly string[];

/** A detection with its condition resolved: what an event must fulfil. */
export type Expression =
  { kind: 'and' | 'or'; parts: Expression[] } | { kind: 'not'; part: Expression } | FieldExpression | KeywordExpression;

/** The field is compared with each value; one suffices, or with `every` all are needed. */
export interface FieldExpression {
  kind: 'field';
  /** As read, the one name in the rule; mapped, the names in events, of which all that are there count. */
  names: FieldNames;
  values: Value[];
  every: boolean;
}

/** The same for any value anywhere in the event. */
export interface KeywordExpression {
  kind: 'keywords';
  values: Value[];
  every: boolean;
}

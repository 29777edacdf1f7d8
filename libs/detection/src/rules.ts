import type { Rule } from './rule.js';
import { operatorGuessing } from './rules/operator-guessing.js';

/** Every rule, in the order people read them. */
export const rules: readonly Rule[] = [operatorGuessing];

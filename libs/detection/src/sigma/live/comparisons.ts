import type { Observation } from '../../observation.js';
import type { Comparison } from '../../rule.js';
import { compileExpression } from '../match/compile-expression.js';
import { EventFields, FieldTable } from '../match/event-fields.js';
import type { Expression, FieldExpression } from '../read/expression.js';
import { typeNames } from './vocabulary.js';

/** Comparisons shown of one rule, and values of one field. */
const MAX_COMPARISONS = 50;
const MAX_VALUES = 5;

/** Each field that an expression compares, with what an event holds there; under a `not`, met is what does not match. */
export function comparisonsOf(expression: Expression): (event: Observation) => Comparison[] {
  const table = new FieldTable();
  const compiled = fieldsOf(expression, false)
    .slice(0, MAX_COMPARISONS)
    .map(({ field, negated }) => ({
      field: nameOf(field),
      slot: table.slotOf(field.names),
      test: compileExpression(field, (names) => table.slotOf(names)),
      negated,
    }));
  return (event) => {
    const fields = new EventFields(table, event);
    return compiled.map(({ field, slot, test, negated }) => ({
      field,
      value: fields.get(slot).scalars.slice(0, MAX_VALUES),
      met: test(fields) !== negated,
    }));
  };
}

function fieldsOf(expression: Expression, negated: boolean): { field: FieldExpression; negated: boolean }[] {
  if (expression.kind === 'not') return fieldsOf(expression.part, !negated);
  if ('parts' in expression) return expression.parts.flatMap((part) => fieldsOf(part, negated));
  return expression.kind === 'field' ? [{ field: expression, negated }] : [];
}

/** As a rule writes it. */
function nameOf({ names }: FieldExpression): string {
  return names.map((name) => (name === typeNames[0] ? 'type' : name.replace(/^data\./, ''))).join(', ');
}

import type { Expression } from '../read/expression.js';
import type { Value } from '../value/value.js';
import { compileValue, testAnyLiteral, type ContentTest, type SlotOf } from './compile-value.js';
import type { EventFields } from './event-fields.js';
import { isExact, literalsOf } from './literals.js';

export type EventTest = (event: EventFields) => boolean;

/** An expression as one closure: everything that does not depend on the event is done here, once. */
export function compileExpression(expression: Expression, slotOf: SlotOf): EventTest {
  if (expression.kind === 'not') {
    const test = compileExpression(expression.part, slotOf);
    return (event) => !test(event);
  }
  if ('parts' in expression) {
    const tests = expression.parts.map((part) => compileExpression(part, slotOf));
    return expression.kind === 'and' ? allOf(tests) : anyOf(tests);
  }
  const tests = expression.every
    ? expression.values.map((value) => compileValue(value, slotOf))
    : compileAlternatives(expression.values, slotOf);
  const contentOf = expression.kind === 'keywords' ? everywhere : contentAt(slotOf(expression.names));
  const [first] = tests;
  if (tests.length === 1) return (event) => first!(contentOf(event), event);
  return expression.every
    ? (event) => tests.every((test) => test(contentOf(event), event))
    : (event) => tests.some((test) => test(contentOf(event), event));
}

/** Long lists of plain values become one look-up. */
function compileAlternatives(values: readonly Value[], slotOf: SlotOf): ContentTest[] {
  const plain = values.filter((value) => isExact(value));
  const others = values.filter((value) => !isExact(value)).map((value) => compileValue(value, slotOf));
  return plain.length ? [testAnyLiteral(plain.flatMap((value) => literalsOf(value)!)), ...others] : others;
}

function everywhere(event: EventFields) {
  return event.all();
}

function contentAt(slot: number) {
  return (event: EventFields) => event.get(slot);
}

function allOf(tests: readonly EventTest[]): EventTest {
  return (event) => {
    for (const test of tests) if (!test(event)) return false;
    return true;
  };
}

function anyOf(tests: readonly EventTest[]): EventTest {
  return (event) => {
    for (const test of tests) if (test(event)) return true;
    return false;
  };
}

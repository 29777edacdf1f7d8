import { compileExpression } from '../match/compile-expression.js';
import { EventFields, FieldTable } from '../match/event-fields.js';
import { literalsOf } from '../match/literals.js';
import { Refusal, type Place } from '../problem.js';
import type { Expression, FieldExpression } from '../read/expression.js';
import { fold } from '../value/fold.js';
import { seenTypes, typeNames } from './vocabulary.js';

/**
 * Names of the events that could fulfil an expression, whatever else is in them. Refuses one that names a type which does
 * not exist, that no type can fulfil, or that looks for keywords.
 */
export function eventTypesOf(expression: Expression, place: Place): string[] {
  refuseUnknown(expression, place);
  const types = seenTypes.filter((type) => verdictOn(expression, type) !== false);
  if (!types.length) throw new Refusal(place, 'live-no-event');
  return types;
}

/** What the type alone says: fulfilled, not fulfilled, or undefined when it depends on the rest of the event. */
function verdictOn(expression: Expression, type: string): boolean | undefined {
  if (expression.kind === 'keywords') return undefined;
  if (expression.kind === 'field') return isAboutType(expression) ? testOf(expression)({ name: type }) : undefined;
  if (expression.kind === 'not') {
    const verdict = verdictOn(expression.part, type);
    return verdict === undefined ? undefined : !verdict;
  }
  const verdicts = expression.parts.map((part) => verdictOn(part, type));
  const decisive = expression.kind === 'or';
  if (verdicts.includes(decisive)) return decisive;
  return verdicts.includes(undefined) ? undefined : !decisive;
}

function refuseUnknown(expression: Expression, place: Place): void {
  if (expression.kind === 'keywords') throw new Refusal(place, 'live-keywords');
  if (expression.kind === 'not') return refuseUnknown(expression.part, place);
  if ('parts' in expression) return expression.parts.forEach((part) => refuseUnknown(part, place));
  if (!isAboutType(expression)) return;
  const known = new Set(seenTypes.map(fold));
  const unknown = expression.values.flatMap((value) => literalsOf(value) ?? []).find((text) => !known.has(text));
  if (unknown !== undefined) throw new Refusal(place, 'live-event-type', unknown);
}

function isAboutType({ names }: FieldExpression): boolean {
  return names.length === 1 && names[0] === typeNames[0];
}

/** An expression as a test of plain objects. */
export function testOf(expression: Expression): (event: object) => boolean {
  const table = new FieldTable();
  const test = compileExpression(expression, (names) => table.slotOf(names));
  return (event) => test(new EventFields(table, event));
}

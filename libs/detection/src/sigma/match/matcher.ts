import type { Expression } from '../read/expression.js';
import { compileExpression, type EventTest } from './compile-expression.js';
import { EventFields, type FieldTable } from './event-fields.js';
import { RuleIndex } from './rule-index.js';

/** Which of a set of rules an event matches; keeps nothing from one event to the next. */
export class Matcher {
  private readonly tests: readonly EventTest[];
  private readonly index: RuleIndex;
  /** Number of the event that a rule was last tried on. */
  private readonly tried: Float64Array;
  private events = 0;

  constructor(
    rules: readonly Expression[],
    private readonly table: FieldTable,
  ) {
    const slotOf = (names: readonly string[]): number => table.slotOf(names);
    this.tests = rules.map((expression) => compileExpression(expression, slotOf));
    this.index = new RuleIndex(rules, slotOf);
    this.tried = new Float64Array(rules.length);
  }

  fieldsOf(event: object): EventFields {
    return new EventFields(this.table, event);
  }

  /** Numbers of the rules, in their order. */
  match(event: EventFields): number[] {
    const number = ++this.events;
    const matched: number[] = [];
    this.index.candidates(event, (rule) => {
      if (this.tried[rule] === number) return;
      this.tried[rule] = number;
      if (this.tests[rule]!(event)) matched.push(rule);
    });
    return matched.sort((a, b) => a - b);
  }
}

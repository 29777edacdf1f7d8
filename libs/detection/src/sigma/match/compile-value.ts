import { contains } from '../value/cidr.js';
import { fold } from '../value/fold.js';
import { compileGlob, type TextTest } from '../value/glob.js';
import { timePartOf } from '../value/instant.js';
import { mapLiterals } from '../value/pattern.js';
import { numberOf, type Scalar } from '../value/scalar.js';
import { compare, type TextValue, type Value } from '../value/value.js';
import type { EventFields, FieldContent } from './event-fields.js';
import { literalsOf } from './literals.js';

/** Whether a field of an event fulfils a value of a rule. */
export type ContentTest = (content: FieldContent, event: EventFields) => boolean;

/** Where to find what an event holds under these names. */
export type SlotOf = (names: readonly string[]) => number;

/**
 * A value as a test. A field with several scalars fulfils it when one of them does; one without any (missing, null, an empty
 * array) fulfils only `null` and `exists`.
 */
export function compileValue(value: Value, slotOf: SlotOf): ContentTest {
  switch (value.type) {
    case 'text':
      return testText(value);
    case 'number':
    case 'boolean':
      return testAnyLiteral(literalsOf(value)!);
    case 'null':
      return (content) => content.isNull;
    case 'exists':
      return (content) => content.present === value.expected;
    case 'regex':
      return (content) => content.asTexts().some(value.test);
    case 'network':
      return (content) => content.asTexts().some((text) => contains(value.network, text));
    case 'compare':
      return testScalar((scalar) => {
        const number = numberOf(scalar);
        return number !== undefined && compare[value.operator](number, value.number);
      });
    case 'time':
      return testScalar((scalar) => {
        const part = timePartOf(scalar, value.part);
        return part !== undefined && compare[value.operator](part, value.number);
      });
    case 'field':
      return testField(value, slotOf(value.names));
    case 'any': {
      const tests = value.values.map((one) => compileValue(one, slotOf));
      return (content, event) => tests.some((test) => test(content, event));
    }
    case 'not': {
      const test = compileValue(value.value, slotOf);
      return (content, event) => content.comparable && !test(content, event);
    }
    case 'bytes':
      throw new Error('bytes are turned into text before rules are compiled');
  }
}

function testScalar(test: (scalar: Scalar) => boolean): ContentTest {
  return (content) => content.scalars.some(test);
}

function testFolded(test: TextTest): ContentTest {
  return (content) => content.asFolded().some(test);
}

function testText({ pattern, cased }: TextValue): ContentTest {
  if (cased) {
    const test = compileGlob(pattern);
    return (content) => content.asTexts().some(test);
  }
  return testFolded(compileGlob(mapLiterals(pattern, (literal) => [fold(literal)])));
}

/** Fulfilled by any of these folded texts. */
export function testAnyLiteral(literals: readonly string[]): ContentTest {
  const set = new Set(literals);
  return testFolded((text) => set.has(text));
}

function testField({ at, cased }: Value & { type: 'field' }, slot: number): ContentTest {
  const related: Record<typeof at, (text: string, other: string) => boolean> = {
    whole: (text, other) => text === other,
    start: (text, other) => text.startsWith(other),
    end: (text, other) => text.endsWith(other),
    within: (text, other) => text.includes(other),
  };
  const relation = related[at];
  return (content, event) => {
    const other = event.get(slot);
    const [texts, others] = cased ? [content.asTexts(), other.asTexts()] : [content.asFolded(), other.asFolded()];
    return texts.some((text) => others.some((another) => relation(text, another)));
  };
}

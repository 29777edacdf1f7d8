import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { isInstant, isInstantOrDay } from './instant.js';
import { recordField, recordOptional, schemaOf, type JsonSchema } from './payload-schema.js';

/**
 * Field decorators of payload classes. Each applies its class-validator rule AND records the same rule as JSON Schema,
 * so the class (documentation, slow path) and the compiled validator (hot path) come from one declaration.
 */
type Field = PropertyDecorator & { readonly form: Form };

interface Form {
  schema: JsonSchema;
  rules(options: ValidationOptions): PropertyDecorator[];
}

type Payload = abstract new () => object;

function field(form: Form): Field {
  const decorate: PropertyDecorator = (target, key) => {
    recordField(target.constructor, String(key), form.schema);
    for (const rule of form.rules({})) rule(target, key);
  };
  return Object.assign(decorate, { form });
}

/** A string of `min` (default 1) to `max` code points. */
export function text({ min = 1, max }: { min?: number; max: number }): Field {
  const fits = (value: unknown): boolean => {
    if (typeof value !== 'string') return false;
    const length = codePoints(value);
    return length >= min && length <= max;
  };
  return field({
    schema: { type: 'string', minLength: min, maxLength: max },
    rules: (options) => [satisfies('text', fits, `$property must be a text of ${min} to ${max} characters`, options)],
  });
}

export function oneOf(values: readonly string[]): Field {
  return field({
    schema: { type: 'string', enum: [...values] },
    rules: (options) => [IsString(options), IsIn([...values], options)],
  });
}

/** A string of a fixed form; write the expression with `^`, `$` and the `u` flag. */
export function matching(expression: RegExp): Field {
  return field({
    schema: { type: 'string', pattern: expression.source },
    rules: (options) => [Matches(expression, options)],
  });
}

export function whole({ min, max }: { min: number; max: number }): Field {
  return field({
    schema: { type: 'integer', minimum: min, maximum: max },
    rules: (options) => [IsInt(options), Min(min, options), Max(max, options)],
  });
}

export function decimal({ min, max }: { min: number; max: number }): Field {
  return field({
    schema: { type: 'number', minimum: min, maximum: max },
    rules: (options) => [IsNumber({}, options), Min(min, options), Max(max, options)],
  });
}

export function flag(): Field {
  return field({ schema: { type: 'boolean' }, rules: (options) => [IsBoolean(options)] });
}

/** RFC 3339 with zone, a date that exists. */
export function instant(): Field {
  return field({
    schema: { type: 'string', format: 'date-time' },
    rules: (options) => [satisfies('instant', isInstant, '$property must be RFC 3339 with a zone', options)],
  });
}

/** RFC 3339: a full date, or an instant. */
export function instantOrDay(): Field {
  return field({
    schema: { type: 'string', format: 'date-or-date-time' },
    rules: (options) => [satisfies('instantOrDay', isInstantOrDay, '$property must be an RFC 3339 date', options)],
  });
}

const LONGEST_VERSION = 64;

/** The version of a list or policy: a short text or a whole number, as its publisher counts. */
export function version(): Field {
  const fits = (value: unknown): boolean =>
    typeof value === 'string'
      ? value.length > 0 && codePoints(value) <= LONGEST_VERSION
      : Number.isSafeInteger(value) && (value as number) >= 0;
  return field({
    schema: {
      anyOf: [
        { type: 'string', minLength: 1, maxLength: LONGEST_VERSION },
        { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      ],
    },
    rules: (options) => [satisfies('version', fits, '$property must be a short text or a whole number', options)],
  });
}

/** At most `max` different values, each of the form of `item`. */
export function listOf(item: Field, { max }: { max: number }): Field {
  return field({
    schema: { type: 'array', items: item.form.schema, maxItems: max, uniqueItems: true },
    rules: (options) => [
      IsArray(options),
      ArrayMaxSize(max, options),
      ArrayUnique(options),
      ...item.form.rules({ ...options, each: true }),
    ],
  });
}

/** An object with the fields of another payload class. */
export function nested(payload: () => Payload): Field {
  return field({
    schema: schemaOf(payload()),
    rules: (options) => [IsObject(options), ValidateNested(options), Type(payload as () => never)],
  });
}

/** Any JSON object; nothing is promised about its members. */
export function anyObject(): Field {
  return field({ schema: { type: 'object' }, rules: (options) => [IsObject(options)] });
}

/** The member may be left out; `null` is not the same as left out and is refused. */
export function optional(): PropertyDecorator {
  return (target, key) => {
    recordOptional(target.constructor, String(key));
    ValidateIf((object: object) => Reflect.get(object, key) !== undefined)(target, key);
  };
}

function satisfies(
  name: string,
  validate: (value: unknown) => boolean,
  message: string,
  options: ValidationOptions,
): PropertyDecorator {
  return ValidateBy({ name, validator: { validate, defaultMessage: () => message } }, options);
}

function codePoints(value: string): number {
  let count = 0;
  for (let i = 0; i < value.length; i++, count++) {
    const unit = value.charCodeAt(i);
    const next = value.charCodeAt(i + 1);
    if (unit >= 0xd800 && unit <= 0xdbff && next >= 0xdc00 && next <= 0xdfff) i++;
  }
  return count;
}

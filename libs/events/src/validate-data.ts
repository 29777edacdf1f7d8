import { Ajv, type ValidateFunction } from 'ajv';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { EventDefinition } from './define-event.js';
import { isInstant, isInstantOrDay } from './instant.js';

export interface DataFault {
  /** JSON pointer below the data, `/verdict/length`. */
  path: string;
  /** What was expected; never what was sent. */
  message: string;
}

const ajv = new Ajv({
  messages: false,
  formats: { 'date-time': isInstant, 'date-or-date-time': isInstantOrDay },
});

const compiled = new WeakMap<EventDefinition, ValidateFunction>();

/** Hot path: does the data fit its event type? Compiled once per type. */
export function isValidData(definition: EventDefinition, data: unknown): boolean {
  let validate = compiled.get(definition);
  if (!validate) compiled.set(definition, (validate = ajv.compile(definition.jsonSchema)));
  return validate(data);
}

/**
 * Slow path, some ten microseconds: where the data does not fit and why, from the decorators of the payload class.
 * Accepts exactly what the compiled validator accepts.
 */
export function faultsIn(definition: EventDefinition, data: object): DataFault[] {
  const payload = plainToInstance(definition.payload, data);
  return validateSync(payload).flatMap((error) => faultsOf(error, ''));
}

function faultsOf(error: ValidationError, parent: string): DataFault[] {
  const path = `${parent}/${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ path, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, path))];
}

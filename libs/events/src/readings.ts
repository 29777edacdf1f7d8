import { typeName, type EventDefinition } from './define-event.js';

/** How to read the data of one CloudEvents type. */
export interface Reading {
  definition: EventDefinition;
  /** From this type's schema version to the current one; absent when it is the current one. */
  upcast?: (data: Record<string, unknown>) => Record<string, unknown>;
}

/** By full CloudEvents type: every schema version of every definition, up to the current one. */
export function readingsOf(definitions: readonly EventDefinition[]): ReadonlyMap<string, Reading> {
  return new Map(definitions.flatMap(readingsOfOne));
}

function readingsOfOne(definition: EventDefinition): [string, Reading][] {
  const { name, type, earlier } = definition;
  const older = earlier.map(({ schema }, from): [string, Reading] => [
    typeName(name, schema),
    { definition, upcast: (data) => earlier.slice(from).reduce((older, version) => version.upcast(older), data) },
  ]);
  return [...older, [type, { definition }]];
}

import { schemaOf, type JsonSchema } from './payload-schema.js';

/** How an earlier schema version looked, and how its data becomes data of the next version. */
export interface EarlierVersion {
  schema: number;
  /** Data as that version stored it: stays here as a permanent test. */
  sample: Record<string, unknown>;
  upcast(data: Record<string, unknown>): Record<string, unknown>;
}

export interface EventSpec<Name extends string = string, Payload extends object = object> {
  /** Past tense, PascalCase. */
  name: Name;
  /** Who may append it: a terminal over the contract, or the platform itself. */
  origin: 'terminal' | 'platform';
  /** Current schema version, from 1. */
  schema: number;
  payload: new () => Payload;
  about: { en: string; zh: string };
  /** Shaped by `payload`, never the other way round. */
  sample: NoInfer<Payload>;
  /** JSON pointers of members that tell of a person. */
  personal: readonly string[];
  /** Every schema version before the current one, oldest first. */
  earlier?: readonly EarlierVersion[];
}

export interface EventDefinition<Name extends string = string, Payload extends object = object> extends EventSpec<
  Name,
  Payload
> {
  /** `tillwatch.<name>.v<schema>`. */
  type: string;
  earlier: readonly EarlierVersion[];
  jsonSchema: JsonSchema;
}

/** Completes one event type; the catalogue's tests hold every definition to its laws. */
export function defineEvent<const Name extends string, Payload extends object>(
  spec: EventSpec<Name, Payload>,
): EventDefinition<Name, Payload> {
  return {
    earlier: [],
    ...spec,
    type: typeName(spec.name, spec.schema),
    jsonSchema: schemaOf(spec.payload),
  };
}

/** CloudEvents `type` of one schema version of an event. */
export function typeName(name: string, schema: number): string {
  return `tillwatch.${name}.v${schema}`;
}

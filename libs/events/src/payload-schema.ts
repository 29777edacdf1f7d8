/** The part of JSON Schema 2020-12 that field decorators write. */
export interface JsonSchema {
  type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  enum?: string[];
  pattern?: string;
  format?: 'date-time' | 'date-or-date-time';
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: JsonSchema;
  maxItems?: number;
  uniqueItems?: boolean;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

interface Recorded {
  fields: Map<string, JsonSchema>;
  optional: Set<string>;
}

const records = new WeakMap<object, Recorded>();

export function recordField(payload: object, name: string, schema: JsonSchema): void {
  recordOf(payload).fields.set(name, schema);
}

export function recordOptional(payload: object, name: string): void {
  recordOf(payload).optional.add(name);
}

/** JSON Schema of a payload class: its decorated fields; unknown members are allowed and kept. */
export function schemaOf(payload: object): JsonSchema {
  const { fields, optional } = recordOf(payload);
  return {
    type: 'object',
    properties: Object.fromEntries(fields),
    required: [...fields.keys()].filter((name) => !optional.has(name)),
  };
}

function recordOf(payload: object): Recorded {
  let recorded = records.get(payload);
  if (!recorded) records.set(payload, (recorded = { fields: new Map(), optional: new Set() }));
  return recorded;
}

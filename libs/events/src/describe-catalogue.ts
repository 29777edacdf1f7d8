import { platformEvents, terminalEvents } from './catalogue.js';
import type { EventDefinition } from './define-event.js';
import type { JsonSchema } from './payload-schema.js';

/** docs/event-types.md: every event type with its fields, in Markdown. */
export function describeCatalogue(): string {
  return [
    '# Event types',
    'Written by `describeCatalogue()` of `@tillwatch/events`; a test keeps it true. Fields are required unless marked' +
      ' optional; unknown fields are kept and never mapped. Lengths count characters; instants are RFC 3339 with a zone.',
    '## Sent by terminals · 由终端发送',
    ...terminalEvents.map(describe),
    '## Appended by the platform · 由平台写入',
    ...platformEvents.map(describe),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function describe({ type, about, jsonSchema, personal, earlier }: EventDefinition): string {
  const parts = [`### ${type}`, `${about.en} ${about.zh}`, fieldsOf(jsonSchema, '').join('\n')];
  const notes = [
    ...(personal.length ? [`Personal data: ${personal.map(code).join(', ')}.`] : []),
    ...(earlier.length ? [`Still read: schema versions ${earlier.map(({ schema }) => schema).join(', ')}.`] : []),
  ];
  return [...parts, ...notes].join('\n\n');
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema, indent: string): string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const optional = required.includes(name) ? '' : ' (optional)';
    return [`${indent}- ${code(name)}${optional}: ${formOf(field)}`, ...fieldsOf(field, `${indent}  `)];
  });
}

function formOf(field: JsonSchema): string {
  const { type, anyOf, items, enum: values, pattern, format } = field;
  if (anyOf) return anyOf.map(formOf).join(', or ');
  if (values) return values.map(code).join(', ');
  if (pattern) return `text like ${code(pattern)}`;
  if (format) return format === 'date-time' ? 'instant' : 'date or instant';
  if (items) return `list of at most ${count(field.maxItems!)} different: ${formOf(items)}`;
  if (type === 'string') return `text, ${count(field.minLength!)} to ${count(field.maxLength!)} characters`;
  if (type === 'integer') return `whole number, ${count(field.minimum!)} to ${count(field.maximum!)}`;
  if (type === 'number') return `number, ${count(field.minimum!)} to ${count(field.maximum!)}`;
  return type === 'boolean' ? 'true or false' : 'object';
}

function code(text: string): string {
  return `\`${text}\``;
}

function count(value: number): string {
  return value.toLocaleString('en');
}

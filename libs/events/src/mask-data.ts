import { pointerToken } from './inspect-json.js';
import type { JsonSchema } from './payload-schema.js';
import { isSecretName, maskNumbers } from './secrets.js';

const MASK = '[redacted]';
/** Shorter texts are hidden only where they stand alone: an `a` is in every word. */
const SHORTEST_FRAGMENT = 4;

type JsonObject = Record<string, unknown>;

/** Masks the data of one event; what is not touched stays the same object. */
export class DataMasker {
  /** JSON pointers to what was changed. */
  readonly pointers: string[] = [];
  /** Whether a named secret, a card number or a resident id was among it. */
  foundSecret = false;
  private readonly path: string[] = [];
  private readonly copies: RegExp | undefined;

  /** `hidden`: a text of which copies become `standIn`. */
  constructor(
    hidden: string | undefined,
    private readonly standIn = '',
  ) {
    this.copies = hidden === undefined ? undefined : copiesOf(hidden);
  }

  mask(data: JsonObject, schema: JsonSchema | undefined): JsonObject {
    return this.object(data, schema, false);
  }

  /** `secret`: the value stands somewhere below a member that names a secret. */
  private value(value: unknown, schema: JsonSchema | undefined, secret: boolean): unknown {
    if (typeof value === 'string') return this.scalar(value, value, secret);
    if (typeof value === 'number') return this.scalar(value, String(value), secret);
    if (value === null || typeof value !== 'object') return value;
    return Array.isArray(value) ? this.list(value, schema, secret) : this.object(value as JsonObject, schema, secret);
  }

  private object(object: JsonObject, schema: JsonSchema | undefined, secret: boolean): JsonObject {
    let copy: JsonObject | undefined;
    for (const name in object) {
      const field = fieldOf(schema, name);
      if (field && hasClosedForm(field)) continue;
      const newName = field ? name : this.name(name, copy ?? object);
      this.path.push(newName);
      const masked = this.value(object[name], field, secret || (!field && isSecretName(name)));
      if (newName !== name) this.record();
      this.path.pop();
      if (masked === object[name] && newName === name) continue;
      copy ??= { ...object };
      if (newName !== name) delete copy[name];
      copy[newName] = masked;
    }
    return copy ?? object;
  }

  private list(list: readonly unknown[], schema: JsonSchema | undefined, secret: boolean): readonly unknown[] {
    if (schema?.items && hasClosedForm(schema.items)) return list;
    let changed = false;
    const masked = list.map((element, i) => {
      this.path.push(String(i));
      const kept = this.value(element, schema?.items, secret);
      this.path.pop();
      changed ||= kept !== element;
      return kept;
    });
    return changed ? masked : list;
  }

  private scalar(value: string | number, text: string, secret: boolean): unknown {
    const masked = secret ? MASK : this.text(text);
    if (masked === text) return value;
    this.foundSecret ||= secret;
    this.record();
    return masked;
  }

  /** A member's name without what must not be stored, and different from its siblings'. */
  private name(name: string, siblings: JsonObject): string {
    let masked = this.text(name);
    if (masked !== name) while (masked in siblings) masked += '*';
    return masked;
  }

  private text(text: string): string {
    const masked = maskNumbers(text);
    this.foundSecret ||= masked !== text;
    if (!this.copies) return masked;
    // Split first: the digits of the stand-in must not be taken for a card.
    const parts = text.normalize('NFC').split(this.copies);
    return parts.length === 1 ? masked : parts.map(maskNumbers).join(this.standIn);
  }

  private record(): void {
    const pointer = `/${this.path.map(pointerToken).join('/')}`;
    if (!this.pointers.includes(pointer)) this.pointers.push(pointer);
  }
}

function fieldOf(schema: JsonSchema | undefined, name: string): JsonSchema | undefined {
  return schema?.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
}

/** A form that was checked and leaves no room for a secret; numbers in it are bounded. */
function hasClosedForm({ type, enum: values, pattern, format }: JsonSchema): boolean {
  return Boolean(values ?? pattern ?? format) || type === 'integer' || type === 'number' || type === 'boolean';
}

function copiesOf(hidden: string): RegExp {
  const text = hidden.normalize('NFC').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const alone = hidden.length < SHORTEST_FRAGMENT;
  return new RegExp(alone ? `(?<![\\p{L}\\p{N}])${text}(?![\\p{L}\\p{N}])` : text, 'iu');
}

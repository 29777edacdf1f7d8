import { fold } from '../value/fold.js';
import type { Scalar } from '../value/scalar.js';

/** What an event holds under one field: nothing, null, or one scalar or several (of an array, or under several names). */
export class FieldContent {
  /** The field is there, be it null or empty. */
  present = false;
  private sawNull = false;
  readonly scalars: Scalar[] = [];
  private texts: string[] | undefined;
  private folded: string[] | undefined;

  /** Missing, or null and nothing else. */
  get isNull(): boolean {
    return !this.present || (this.sawNull && !this.scalars.length);
  }

  /** There is something to compare: false for missing fields, null, and empty arrays. */
  get comparable(): boolean {
    return this.scalars.length > 0;
  }

  asTexts(): readonly string[] {
    return (this.texts ??= this.scalars.map(String));
  }

  asFolded(): readonly string[] {
    return (this.folded ??= this.asTexts().map(fold));
  }

  /** Arrays stand for what is in them; objects have no content of their own. */
  add(value: unknown): void {
    this.present = true;
    if (value === null) this.sawNull = true;
    if (Array.isArray(value)) visit(value, (inner) => this.addScalar(inner), Array.isArray);
    else this.addScalar(value);
  }

  addScalar(value: unknown): void {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') this.scalars.push(value);
  }
}

/** The fields that a set of rules asks for, each with a number, so that an event is searched once per field. */
export class FieldTable {
  readonly names: (readonly string[])[] = [];
  private readonly slots = new Map<string, number>();

  /** `names`: the field in events; of several, all that are there count. */
  slotOf(names: readonly string[]): number {
    const key = JSON.stringify(names);
    const known = this.slots.get(key);
    if (known !== undefined) return known;
    this.slots.set(key, this.names.length);
    return this.names.push(names) - 1;
  }
}

/** One event as rules see it. Fields are looked up when first asked for. */
export class EventFields {
  private readonly contents: (FieldContent | undefined)[];
  private everywhere: FieldContent | undefined;

  constructor(
    private readonly table: FieldTable,
    private readonly event: object,
  ) {
    this.contents = new Array<FieldContent | undefined>(table.names.length);
  }

  get(slot: number): FieldContent {
    return (this.contents[slot] ??= this.find(this.table.names[slot]!));
  }

  /** Every scalar in the event, for keywords. Without recursion: events nest as they like. */
  all(): FieldContent {
    if (this.everywhere) return this.everywhere;
    const content = new FieldContent();
    visit(this.event, (value) => content.addScalar(value), isObject);
    return (this.everywhere = content);
  }

  private find(names: readonly string[]): FieldContent {
    const content = new FieldContent();
    for (const name of names) collect(this.event, name, content);
    return content;
  }
}

/**
 * A key of exactly this name comes first, dots and all; otherwise what is before a dot names an object to look in, from the
 * left. Arrays on the way stand for each of their elements.
 */
function collect(event: unknown, field: string, content: FieldContent): void {
  let value = event;
  let name = field;
  while (isObject(value) && !Array.isArray(value)) {
    if (Object.hasOwn(value, name)) return content.add((value as Record<string, unknown>)[name]);
    const dot = name.indexOf('.');
    const head = name.slice(0, dot);
    if (dot <= 0 || !Object.hasOwn(value, head)) return;
    value = (value as Record<string, unknown>)[head];
    name = name.slice(dot + 1);
  }
  if (Array.isArray(value)) collectWithin(value, name, content);
}

/** Arrays may lie within each other as deep as they like: without recursion. */
function collectWithin(array: readonly unknown[], field: string, content: FieldContent): void {
  const waiting: { value: unknown; name: string }[] = [{ value: array, name: field }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, name } = next;
    if (!isObject(value)) continue;
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i--) waiting.push({ value: value[i], name });
    } else if (Object.hasOwn(value, name)) content.add((value as Record<string, unknown>)[name]);
    else {
      const dot = name.indexOf('.');
      const head = name.slice(0, dot);
      if (dot > 0 && Object.hasOwn(value, head)) {
        waiting.push({ value: (value as Record<string, unknown>)[head], name: name.slice(dot + 1) });
      }
    }
  }
}

/** What is in a value, in order, going into what `enter` says; without recursion, because events nest as they like. */
function visit(root: unknown, see: (value: unknown) => void, enter: (value: unknown) => boolean): void {
  const waiting: unknown[] = [root];
  while (waiting.length) {
    const value = waiting.pop();
    if (!enter(value)) see(value);
    else {
      const inner = Object.values(value as object);
      for (let i = inner.length - 1; i >= 0; i--) waiting.push(inner[i]);
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

import type { Queryable } from '@tillwatch/postgres';
import { DocumentTable } from './document-table.js';
import type { Change, ProjectedBatch, ProjectedEvent, Projection, ReadModel } from './read-model.js';
import type { Column } from './set-based.js';

export interface RecordModel<Document extends { id: string }> {
  /** Of the model; its table is called the same, with underscores. */
  name: string;
  version: number;
  /** What readers filter and sort by; NULL where a document has none. */
  columns: readonly Column<Document>[];
  /** Columns of each index. */
  indexes?: readonly string[];
  /** Which record an event is about; `undefined`: none of these. */
  idOf(event: ProjectedEvent): string | undefined;
  /** Takes an event in, in place or not; `undefined` while there is no record. */
  evolve(document: Document | undefined, id: string, event: ProjectedEvent): Document | undefined;
}

/** A read model of records that people keep: each a document folded from the events about it, few and small. */
export function recordModel<Document extends { id: string }>(of: RecordModel<Document>): ReadModel {
  const table = of.name.replaceAll('-', '_');
  const columns = of.columns.map(({ name, type }) => `${name} ${type === 'text' ? 'text COLLATE "C"' : type},`);
  const indexes = (of.indexes ?? []).map((by, i) => `CREATE INDEX ${table}_by_${i + 1} ON ${table} (${by});`);
  return {
    name: of.name,
    version: of.version,
    tables: [{ name: table, key: ['id'] }],
    schema: `
      CREATE TABLE ${table} (id text COLLATE "C" PRIMARY KEY, ${columns.join(' ')} document json NOT NULL);
      ${indexes.join('\n')}`,
    open: (schema, empty) => new RecordProjection(of, new DocumentTable({ schema, empty, table, columns: of.columns })),
  };
}

class RecordProjection<Document extends { id: string }> implements Projection {
  constructor(
    private readonly of: RecordModel<Document>,
    private readonly records: DocumentTable<Document>,
  ) {}

  get pending(): number {
    return this.records.pending;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const ours = events.flatMap((event) => {
      const id = this.of.idOf(event);
      return id === undefined ? [] : [{ id, event }];
    });
    if (ours.length === 0) return [];
    await this.records.load(
      tx,
      ours.map(({ id }) => id),
    );
    let changed = false;
    for (const { id, event } of ours) {
      const held = this.records.get(id);
      const record = this.of.evolve(held, id, event);
      if (!record) continue;
      this.records.put(held && held !== record ? replaced(held, record) : record);
      changed = true;
    }
    return changed ? [{ kind: 'lists', id: this.of.name }] : [];
  }

  write(tx: Queryable): Promise<void> {
    return this.records.write(tx);
  }
}

/** What is held under an id stays the same object. */
function replaced<Document extends object>(held: Document, by: Document): Document {
  for (const member of Object.keys(held)) delete held[member as keyof Document];
  return Object.assign(held, by);
}

/** What follows a prefix in the name of an event's stream. */
export function after(prefix: string): (event: { stream: string }) => string | undefined {
  return ({ stream }) => (stream.startsWith(prefix) ? stream.slice(prefix.length) : undefined);
}

/** An event as folds of the domain read it. */
export function told<Event>({ name, data, header }: ProjectedEvent): Event {
  return { name, data, at: header.recordedtime } as unknown as Event;
}

/** One record; `undefined` when there is none. */
export async function readRecord<Document>(db: Queryable, table: string, id: string): Promise<Document | undefined> {
  const text = `SELECT document FROM read_models.${table} WHERE id = $1`;
  return (await db.query<{ document: Document }>(text, [id]))[0]?.document;
}

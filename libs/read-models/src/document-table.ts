import type { Queryable } from '@tillwatch/postgres';
import { insertRows, takeOver, type Column } from './set-based.js';

export interface DocumentTableOptions<Document> {
  schema: string;
  table: string;
  /** Besides `id` and `document`: what readers filter and sort by. */
  columns: readonly Column<Document>[];
  /** The table holds nothing yet. */
  empty: boolean;
}

/** Documents kept in memory between writes; above it the oldest half of them goes. */
const cacheLimit = 20_000;

/**
 * Rows `(id, document json, …columns)` that a projection folds in memory: loads those it misses with one query and
 * writes those that changed with one statement.
 */
export class DocumentTable<Document extends { id: string }> {
  private readonly cache = new Map<string, Document>();
  private readonly changed = new Set<Document>();
  private readonly table: string;
  private readonly columns: readonly Column<Document>[];
  private readonly onConflict: string;
  /** Every row of the table is in the cache. */
  private complete: boolean;

  constructor(options: DocumentTableOptions<Document>) {
    this.table = `${options.schema}.${options.table}`;
    this.columns = [
      { name: 'id', type: 'text', of: (document) => document.id },
      ...options.columns,
      { name: 'document', type: 'json', of: (document) => JSON.stringify(document) },
    ];
    this.onConflict = takeOver('id', this.columns);
    this.complete = options.empty;
  }

  get pending(): number {
    return this.changed.size;
  }

  async load(tx: Queryable, ids: Iterable<string>): Promise<void> {
    if (this.complete) return;
    const missing = [...new Set(ids)].filter((id) => !this.cache.has(id));
    if (missing.length === 0) return;
    const text = `SELECT document FROM ${this.table} WHERE id = ANY($1)`;
    const rows = await tx.query<{ document: Document }>(text, [missing], `load ${this.table}`);
    for (const { document } of rows) this.cache.set(document.id, document);
  }

  /** Only for ids that were loaded before, or were put. */
  get(id: string): Document | undefined {
    return this.cache.get(id);
  }

  /** Marks a document, new or changed in place, to be written: never another object under the same id. */
  put(document: Document): void {
    this.cache.set(document.id, document);
    this.changed.add(document);
  }

  async write(tx: Queryable): Promise<void> {
    await insertRows(tx, this.table, this.columns, [...this.changed], this.onConflict);
    this.changed.clear();
    if (this.cache.size <= cacheLimit) return;
    this.complete = false;
    let surplus = this.cache.size - cacheLimit / 2;
    for (const id of this.cache.keys()) {
      if (surplus-- <= 0) break;
      this.cache.delete(id);
    }
  }
}

import type { TerminalKeyView } from '@tillwatch/api';
import { emptyKeyring, evolveKeyring, type Keyring, type TerminalKey } from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { DocumentTable } from './document-table.js';
import type { Change, ProjectedBatch, Projection, ReadModel } from './read-model.js';

/** The signing keys each terminal has had, as its keyring's stream tells of them. */
export const terminalKeys: ReadModel = {
  name: 'terminal-keys',
  version: 1,
  tables: [{ name: 'terminal_keys', key: ['id'] }],
  schema: `
    CREATE TABLE terminal_keys (
      id text COLLATE "C" PRIMARY KEY,
      active integer NOT NULL,
      document json NOT NULL
    );`,
  open: (schema, empty) => new KeyProjection(schema, empty),
};

type Document = Keyring & { id: string };

const stream = 'keyring-';

class KeyProjection implements Projection {
  private readonly keyrings: DocumentTable<Document>;

  constructor(schema: string, empty: boolean) {
    this.keyrings = new DocumentTable({
      schema,
      empty,
      table: 'terminal_keys',
      columns: [{ name: 'active', type: 'integer', of: ({ keys }) => keys.filter(isActive).length }],
    });
  }

  get pending(): number {
    return this.keyrings.pending;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const ours = events.filter((event) => event.stream.startsWith(stream));
    if (ours.length === 0) return [];
    const ids = new Set(ours.map((event) => event.stream.slice(stream.length)));
    await this.keyrings.load(tx, ids);
    for (const event of ours) {
      const id = event.stream.slice(stream.length);
      const keyring = this.keyrings.get(id) ?? { id, ...emptyKeyring() };
      evolveKeyring(keyring, event.name, event.data, event.header.recordedtime);
      this.keyrings.put(keyring);
    }
    return [...ids].map((id) => ({ kind: 'terminal', id }));
  }

  write(tx: Queryable): Promise<void> {
    return this.keyrings.write(tx);
  }
}

function isActive({ status }: TerminalKey): boolean {
  return status === 'active';
}

/** In the order of their registration; empty for a terminal that has none. */
export async function listTerminalKeys(db: Queryable, terminalId: string): Promise<TerminalKeyView[]> {
  const text = 'SELECT document FROM read_models.terminal_keys WHERE id = $1';
  const [row] = await db.query<{ document: Document }>(text, [terminalId]);
  return (row?.document.keys ?? []).map(({ previousKeyId, ...view }) => (void previousKeyId, view));
}

/** Keys each of these terminals may seal with, by terminal id; those without are left out. */
export async function activeKeys(db: Queryable, terminalIds: readonly string[]): Promise<Map<string, number>> {
  const text = 'SELECT id, active FROM read_models.terminal_keys WHERE id = ANY($1)';
  const rows = await db.query<{ id: string; active: number }>(text, [terminalIds]);
  return new Map(rows.map(({ id, active }) => [id, active]));
}

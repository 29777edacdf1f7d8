import type { AlertHistoryEntry } from '@tillwatch/api';
import type { Queryable } from '@tillwatch/postgres';
import { instant, readPage, type PageCursor, type PageOf } from './paging.js';
import type { ProjectedEvent } from './read-model.js';
import type { Column } from './set-based.js';

/** Every event of an alert's stream, people's and detection's: part of the read model `alerts`. */
export const historySchema = `
  CREATE TABLE alert_history (
    alert_id text COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    position bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    recorded_at bigint NOT NULL,
    actor text COLLATE "C",
    data json NOT NULL,
    PRIMARY KEY (alert_id, revision)
  );`;

export interface HistoryRow {
  alert_id: string;
  revision: number;
  position: number;
  name: string;
  recorded_at: number;
  actor: string | null;
  data: Record<string, unknown>;
}

export const historyColumns: readonly Column<HistoryRow>[] = [
  { name: 'alert_id', type: 'text', of: (row) => row.alert_id },
  { name: 'revision', type: 'integer', of: (row) => row.revision },
  { name: 'position', type: 'bigint', of: (row) => row.position },
  { name: 'name', type: 'text', of: (row) => row.name },
  { name: 'recorded_at', type: 'bigint', of: (row) => row.recorded_at },
  { name: 'actor', type: 'text', of: (row) => row.actor ?? undefined },
  { name: 'data', type: 'json', of: (row) => JSON.stringify(row.data) },
];

/** What the alert itself has, and would have again with each revision. */
const leftOut = ['actor', 'key', 'anchor', 'evidence', 'details'];

export function historyRow(alertId: string, event: ProjectedEvent): HistoryRow {
  const { revision, position, name, recordedAt, data } = event;
  const actor = typeof data['actor'] === 'string' ? data['actor'] : null;
  const told = Object.fromEntries(Object.entries(data).filter(([field]) => !leftOut.includes(field)));
  return { alert_id: alertId, revision, position, name, recorded_at: recordedAt, actor, data: told };
}

/** Newest first. */
export async function alertHistory(
  db: Queryable,
  id: string,
  { limit, after }: { limit: number; after?: PageCursor },
): Promise<PageOf<AlertHistoryEntry>> {
  const page = await readPage<HistoryRow>(db, {
    select: '*',
    from: 'read_models.alert_history',
    where: [['alert_id = ?', id]],
    sort: { by: ['revision'], descending: true },
    limit,
    after,
  });
  return { ...page, items: page.items.map(entryOf) };
}

function entryOf({ revision, position, name, recorded_at, actor, data }: HistoryRow): AlertHistoryEntry {
  return { revision, position, name, at: instant(recorded_at), ...(actor !== null && { actor }), data };
}

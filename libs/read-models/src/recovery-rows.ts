import type { RecoveryHistoryEntry, TerminalFactView } from '@tillwatch/api';
import type { Queryable } from '@tillwatch/postgres';
import { instant, maxPageSize, readPage, type PageCursor, type PageOf } from './paging.js';
import type { ProjectedEvent } from './read-model.js';
import type { Column } from './set-based.js';

/** Every event of a case's stream, and what else has to do with a case: parts of the read model `recovery-cases`. */
export const recoveryRowsSchema = `
  CREATE TABLE recovery_history (
    case_id text COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    position bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    recorded_at bigint NOT NULL,
    data json NOT NULL,
    PRIMARY KEY (case_id, revision)
  );
  CREATE TABLE recovery_facts (
    position bigint NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    recorded_at bigint NOT NULL,
    terminal_id text COLLATE "C",
    event_id text COLLATE "C" NOT NULL,
    data json NOT NULL,
    PRIMARY KEY (position, case_id)
  );
  CREATE INDEX recovery_facts_by_case ON recovery_facts (case_id, position);`;

export interface HistoryRow {
  case_id: string;
  revision: number;
  position: number;
  name: string;
  recorded_at: number;
  data: Record<string, unknown>;
}

export const recoveryHistoryColumns: readonly Column<HistoryRow>[] = [
  { name: 'case_id', type: 'text', of: (row) => row.case_id },
  { name: 'revision', type: 'integer', of: (row) => row.revision },
  { name: 'position', type: 'bigint', of: (row) => row.position },
  { name: 'name', type: 'text', of: (row) => row.name },
  { name: 'recorded_at', type: 'bigint', of: (row) => row.recorded_at },
  { name: 'data', type: 'json', of: (row) => JSON.stringify(row.data) },
];

export function recoveryHistoryRow(id: string, event: ProjectedEvent): HistoryRow {
  const { revision, position, name, recordedAt, data } = event;
  return { case_id: id, revision, position, name, recorded_at: recordedAt, data };
}

/** An event that something has to follow from, or that says what a terminal did while a case of its operator was open. */
export interface FactRow {
  position: number;
  case_id: string;
  name: string;
  /** Corrected time, ms since 1970. */
  at: number;
  recorded_at: number;
  /** Null: the platform's own. */
  terminal_id: string | null;
  event_id: string;
  data: Record<string, unknown>;
}

export const recoveryFactColumns: readonly Column<FactRow>[] = [
  { name: 'position', type: 'bigint', of: (row) => row.position },
  { name: 'case_id', type: 'text', of: (row) => row.case_id },
  { name: 'name', type: 'text', of: (row) => row.name },
  { name: 'at', type: 'bigint', of: (row) => row.at },
  { name: 'recorded_at', type: 'bigint', of: (row) => row.recorded_at },
  { name: 'terminal_id', type: 'text', of: (row) => row.terminal_id ?? undefined },
  { name: 'event_id', type: 'text', of: (row) => row.event_id },
  { name: 'data', type: 'json', of: (row) => JSON.stringify(row.data) },
];

export function recoveryFactRow(id: string, event: ProjectedEvent): FactRow {
  const { position, name, at, recordedAt, terminalId = null, header, data } = event;
  const of = { position, case_id: id, name, at, recorded_at: recordedAt };
  return { ...of, terminal_id: terminalId, event_id: header.id.toLowerCase(), data };
}

/** Facts of all cases after a position, in log order: all of an event's, so a few more than `limit` perhaps. */
export async function recoveryFactsAfter(db: Queryable, position: number, limit: number): Promise<FactRow[]> {
  const text =
    'SELECT * FROM read_models.recovery_facts WHERE position > $1 ORDER BY position FETCH FIRST $2 ROWS WITH TIES';
  return db.query<FactRow>(text, [position, limit]);
}

/** What terminals told while a case was open, in log order, at most 1,000. */
export async function terminalFactsOf(db: Queryable, caseId: string): Promise<TerminalFactView[]> {
  const text = `SELECT * FROM read_models.recovery_facts WHERE case_id = $1 AND terminal_id IS NOT NULL
                ORDER BY position LIMIT ${maxPageSize}`;
  return (await db.query<FactRow>(text, [caseId])).map((row) => ({
    position: row.position,
    name: row.name,
    at: instant(row.at),
    recordedAt: instant(row.recorded_at),
    terminalId: row.terminal_id!,
    eventId: row.event_id,
    data: row.data,
  }));
}

/** Newest first, or from the beginning. */
export async function recoveryHistory(
  db: Queryable,
  id: string,
  { limit, after, ascending = false }: { limit: number; after?: PageCursor; ascending?: boolean },
): Promise<PageOf<RecoveryHistoryEntry>> {
  const page = await readPage<HistoryRow>(db, {
    select: '*',
    from: 'read_models.recovery_history',
    where: [['case_id = ?', id]],
    sort: { by: ['revision'], descending: !ascending },
    limit,
    after,
  });
  return { ...page, items: page.items.map(entryOf) };
}

function entryOf({ revision, position, name, recorded_at, data }: HistoryRow): RecoveryHistoryEntry {
  const { actor, ...told } = data;
  return {
    revision,
    position,
    name,
    at: instant(recorded_at),
    ...(typeof actor === 'string' && { actor }),
    data: told,
  };
}

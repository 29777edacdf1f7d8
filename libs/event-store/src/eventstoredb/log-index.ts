import type { Database } from '@tillwatch/postgres';
import { SEPARATOR } from '../check-append.js';
import { EVENTS_CHANNEL, OF_THE_PLATFORM } from '../migrations.js';
import { coalesced } from './coalesced.js';
import type { LogPosition } from './recorded.js';

/** How far the index has come: the last of our positions, and how far EventStoreDB's log was looked at. */
export interface Checkpoint {
  position: number;
  /** `undefined` when nothing was looked at yet. */
  at: LogPosition | undefined;
}

export interface IndexRow {
  position: number;
  stream: string;
  revision: number;
  identity: string;
  at: LogPosition;
}

/** What the index knows of the place an append is to go to. */
export interface KnownPlace {
  /** The last revision of the stream that it holds, -1 for none. */
  last: number;
  /** Those of the append's identities that the stream holds. */
  taken: string[];
}

export interface PlaceQuestion {
  stream: string;
  identities: string[];
}

/** Revisions of a stream, both included. */
export interface RevisionRange {
  stream: string;
  first: number;
  last: number;
}

/** Another process has moved the checkpoint, or somebody emptied the index. */
export class IndexMovedError extends Error {
  override readonly name = 'IndexMovedError';
}

interface RawRow extends Omit<IndexRow, 'at'> {
  commit: string;
  prepare: string;
}

const COLUMNS =
  'position, stream, revision, identity, commit_position::text AS commit, prepare_position::text AS prepare';

/** `tillwatch.log_index`. Throws `DatabaseError` when the database fails. */
export class LogIndex {
  /** Questions of appends that arrive together are one statement. */
  readonly placeOf = coalesced((questions: PlaceQuestion[]) => this.placesOf(questions));

  constructor(private readonly database: Database) {}

  async checkpoint(): Promise<Checkpoint> {
    const [row] = await this.database.query<{ position: number; commit: string | null; prepare: string | null }>(
      `SELECT position, commit_position::text AS commit, prepare_position::text AS prepare FROM tillwatch.log_checkpoint`,
      [],
      'log-checkpoint',
    );
    if (!row) throw new Error('tillwatch.log_checkpoint is empty.');
    const { position, commit, prepare } = row;
    return { position, at: commit === null || prepare === null ? undefined : positionFrom(commit, prepare) };
  }

  /**
   * Adds rows, whose positions follow the checkpoint's, moves the checkpoint and tells everybody who waits: one
   * statement. Throws `IndexMovedError` when the checkpoint is not where the caller left it; nothing is added then.
   */
  async add(from: Checkpoint, rows: readonly IndexRow[], at: LogPosition): Promise<Checkpoint> {
    const position = from.position + rows.length;
    const list = (values: unknown[]): string => values.join(SEPARATOR);
    const moved = await this.database.query(
      ADD,
      [
        from.position,
        from.at ? String(from.at.commit) : null,
        from.at ? String(from.at.prepare) : null,
        position,
        String(at.commit),
        String(at.prepare),
        list(rows.map((row) => row.stream)),
        list(rows.map((row) => row.revision)),
        list(rows.map((row) => row.identity)),
        list(rows.map((row) => row.at.commit)),
        list(rows.map((row) => row.at.prepare)),
      ],
      'log-index-add',
    );
    if (moved.length !== 1) throw new IndexMovedError('The checkpoint of the log index is not where we left it.');
    return { position, at };
  }

  /** After one of our positions, in order. */
  async after(position: number, limit: number): Promise<IndexRow[]> {
    const rows = await this.database.query<RawRow>(
      `SELECT ${COLUMNS} FROM tillwatch.log_index WHERE position > $1 ORDER BY position LIMIT $2`,
      [position, limit],
      'log-index-after',
    );
    return rows.map(rowFrom);
  }

  /** The same, without what is in terminals' streams. */
  async ofThePlatform(position: number, limit: number): Promise<IndexRow[]> {
    const rows = await this.database.query<RawRow>(
      `SELECT ${COLUMNS} FROM tillwatch.log_index
       WHERE position > $1 AND ${OF_THE_PLATFORM} ORDER BY position LIMIT $2`,
      [position, limit],
      'log-index-platform',
    );
    return rows.map(rowFrom);
  }

  /** Those of the identities that the stream holds. */
  async withIdentity(stream: string, identities: readonly string[]): Promise<IndexRow[]> {
    const rows = await this.database.query<RawRow>(
      `SELECT ${COLUMNS} FROM tillwatch.log_index
       WHERE stream = $1 AND identity = ANY (string_to_array($2, chr(30))) ORDER BY revision`,
      [stream, identities.join(SEPARATOR)],
      'log-index-identity',
    );
    return rows.map(rowFrom);
  }

  /** -1 when the index holds no event of the stream. */
  async lastRevision(stream: string): Promise<number> {
    const rows = await this.database.query<{ revision: number }>(
      'SELECT revision FROM tillwatch.log_index WHERE stream = $1 ORDER BY revision DESC LIMIT 1',
      [stream],
      'log-index-last',
    );
    return rows[0]?.revision ?? -1;
  }

  /** For each range its rows in order of revision, once the index has come to its end; `undefined` before. */
  async ranges(wanted: readonly RevisionRange[]): Promise<(IndexRow[] | undefined)[]> {
    const rows = await this.database.query<RawRow & { slot: number }>(RANGES, [JSON.stringify(wanted)]);
    const found: (IndexRow[] | undefined)[] = wanted.map(() => undefined);
    for (const { slot, ...row } of rows) (found[slot] ??= []).push(rowFrom(row));
    return found;
  }

  private async placesOf(questions: PlaceQuestion[]): Promise<KnownPlace[]> {
    const asked = questions.map(({ stream, identities }) => ({ stream, identities: identities.join(SEPARATOR) }));
    const rows = await this.database.query<{ last: number; taken: string | null }>(PLACES, [JSON.stringify(asked)]);
    return rows.map(({ last, taken }) => ({ last, taken: taken === null ? [] : taken.split(SEPARATOR) }));
  }
}

/**
 * Empties the index, as the owner of its tables: whoever keeps it makes it again from EventStoreDB, with the same
 * positions as long as that holds every event. Until it is done appends and reads wait, and are answered `unavailable`
 * when that takes long.
 */
export async function dropLogIndex(owner: Database): Promise<void> {
  await owner.transaction(async (tx) => {
    await tx.query('UPDATE tillwatch.log_checkpoint SET position = 0, commit_position = NULL, prepare_position = NULL');
    await tx.query('TRUNCATE tillwatch.log_index');
  });
}

const ADD = `
WITH moved AS (
  UPDATE tillwatch.log_checkpoint SET position = $4, commit_position = $5, prepare_position = $6
  WHERE position = $1 AND commit_position IS NOT DISTINCT FROM $2 AND prepare_position IS NOT DISTINCT FROM $3
  RETURNING $1::bigint AS base
), added AS (
  INSERT INTO tillwatch.log_index (position, stream, revision, identity, commit_position, prepare_position)
  SELECT base + place, stream, revision, identity, commit_position, prepare_position
  FROM moved, unnest(
    string_to_array($7, chr(30)), string_to_array($8, chr(30))::integer[], string_to_array($9, chr(30)),
    string_to_array($10, chr(30))::bigint[], string_to_array($11, chr(30))::bigint[]
  ) WITH ORDINALITY AS event (stream, revision, identity, commit_position, prepare_position, place)
)
SELECT CASE WHEN $4::bigint > $1::bigint THEN pg_notify('${EVENTS_CHANNEL}', '') END FROM moved`;

/**
 * These two join a list of questions: they are planned anew each time (no statement name), because a plan made while the
 * index is small would read all of it when it is large.
 */
const PLACES = `
SELECT
  coalesce((
    SELECT held.revision FROM tillwatch.log_index AS held WHERE held.stream = asked.stream
    ORDER BY held.revision DESC LIMIT 1
  ), -1) AS last,
  (
    SELECT string_agg(held.identity, chr(30)) FROM tillwatch.log_index AS held
    WHERE held.stream = asked.stream AND held.identity = ANY (string_to_array(asked.identities, chr(30)))
  ) AS taken
FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (stream text, identities text))
  WITH ORDINALITY AS asked (stream, identities, slot)
ORDER BY slot`;

const RANGES = `
SELECT slot - 1 AS slot, held.*
FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (stream text, first integer, last integer))
  WITH ORDINALITY AS asked (stream, first, last, slot)
CROSS JOIN LATERAL (
  SELECT ${COLUMNS} FROM tillwatch.log_index WHERE stream = asked.stream AND revision BETWEEN first AND last
  ORDER BY revision LIMIT last - first + 1
) AS held
WHERE EXISTS (SELECT FROM tillwatch.log_index AS final WHERE final.stream = asked.stream AND final.revision = last)
ORDER BY slot, held.revision`;

const positionFrom = (commit: string, prepare: string): LogPosition => ({
  commit: BigInt(commit),
  prepare: BigInt(prepare),
});

const rowFrom = ({ commit, prepare, ...row }: RawRow): IndexRow => ({ ...row, at: positionFrom(commit, prepare) });

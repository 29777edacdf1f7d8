import type { Migration } from '@tillwatch/postgres';

/**
 * The log's tables.
 *
 * `log_head` is one row, and its lock is the order of the log: whoever holds it gives out the next positions and keeps
 * it until the commit. So positions have no holes, commit in order, and a reader who has seen position p has seen
 * everything below it. `streams` holds the last revision of each stream; both are updated in place by every append,
 * which the free space (fillfactor) keeps within the page and out of the index.
 */
const tables = `
CREATE SCHEMA IF NOT EXISTS tillwatch;

CREATE TABLE tillwatch.events (
  position bigint PRIMARY KEY,
  stream text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  id uuid NOT NULL,
  identity text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  header text COLLATE "C" NOT NULL,
  data text COLLATE "C" NOT NULL,
  UNIQUE (stream, revision),
  UNIQUE (stream, identity)
) WITH (
  -- Rows never change: freeze them in small steps as they come, not all at once in the end.
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 200000, autovacuum_freeze_min_age = 0
);

CREATE TABLE tillwatch.streams (
  stream text COLLATE "C" PRIMARY KEY,
  revision integer NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE tillwatch.log_head (position bigint NOT NULL) WITH (fillfactor = 10);
CREATE UNIQUE INDEX log_head_is_one_row ON tillwatch.log_head ((true));
INSERT INTO tillwatch.log_head VALUES (0);
`;

/** Nobody edits evidence, the owner included; ALWAYS holds under session_replication_role = replica too. */
const appendOnly = `
CREATE FUNCTION tillwatch.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'tillwatch.events is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER events_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON tillwatch.events
  FOR EACH STATEMENT EXECUTE FUNCTION tillwatch.refuse_change();
ALTER TABLE tillwatch.events ENABLE ALWAYS TRIGGER events_are_append_only;
`;

/**
 * Appends to many streams in one call; every list is one text, its items separated by U+001E (an array from the driver
 * would have to be quoted and parsed, and JSON text never holds a raw control character).
 *
 * The first three lists have one item per stream (each stream once), the others one per event; `slots` says which
 * stream an event is for, by its place in the first list, from 1. Streams that are not at their expected revision store
 * nothing. Returns the head before the call, and the revision each stream was at (-1: it had no event).
 *
 * Its first statement takes the lock of the head, so each later one sees everything that was committed before it was granted.
 * Generic plans: planning anew costs more than a small append, and nothing here depends on the values.
 */
const appendEvents = `
CREATE FUNCTION tillwatch.append_events(
  stream_names text, expected_revisions text, sizes text,
  slots text, revisions text, ids text, identities text, types text, headers text, datas text,
  OUT head bigint, OUT actual_revisions integer[]
) LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  separator CONSTANT text := chr(30);
  names CONSTANT text[] := string_to_array(stream_names, separator);
  expected CONSTANT integer[] := string_to_array(expected_revisions, separator);
  counts CONSTANT integer[] := string_to_array(sizes, separator);
  event_slots CONSTANT integer[] := string_to_array(slots, separator);
  asked CONSTANT integer := cardinality(event_slots);
  stored integer := 0;
  bases bigint[]; -- by slot: an event's position is this plus its revision
BEGIN
  UPDATE tillwatch.log_head SET position = position + asked RETURNING position - asked INTO STRICT head;

  -- One event alone is what an idle system appends: the lists below would cost half as much again.
  IF asked = 1 THEN
    SELECT revision INTO stored FROM tillwatch.streams WHERE stream = stream_names;
    actual_revisions := ARRAY[coalesce(stored, -1)];
    IF actual_revisions <> expected THEN
      UPDATE tillwatch.log_head SET position = head;
      RETURN;
    END IF;
    INSERT INTO tillwatch.events (position, stream, revision, id, identity, type, header, data)
      VALUES (head + 1, stream_names, revisions::integer, ids::uuid, identities, types, headers, datas);
    INSERT INTO tillwatch.streams (stream, revision) VALUES (stream_names, revisions::integer)
      ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision;
    PERFORM pg_notify('tillwatch_events', '');
    RETURN;
  END IF;

  actual_revisions := ARRAY(
    SELECT coalesce(known.revision, -1)
    FROM unnest(names) WITH ORDINALITY AS wanted (stream, slot) LEFT JOIN tillwatch.streams AS known USING (stream)
    ORDER BY slot
  );
  FOR slot IN 1 .. cardinality(names) LOOP
    IF actual_revisions[slot] = expected[slot] THEN
      bases[slot] := head + stored - expected[slot];
      stored := stored + counts[slot];
    END IF;
  END LOOP;
  IF stored < asked THEN UPDATE tillwatch.log_head SET position = head + stored; END IF;
  IF stored = 0 THEN RETURN; END IF;

  INSERT INTO tillwatch.events (position, stream, revision, id, identity, type, header, data)
    SELECT bases[slot] + revision, names[slot], revision, id, identity, type, header, data
    FROM (
      SELECT unnest(event_slots) AS slot,
        unnest(string_to_array(revisions, separator))::integer AS revision,
        unnest(string_to_array(ids, separator))::uuid AS id,
        unnest(string_to_array(identities, separator)) AS identity,
        unnest(string_to_array(types, separator)) AS type,
        unnest(string_to_array(headers, separator)) AS header,
        unnest(string_to_array(datas, separator)) AS data
    ) AS event
    WHERE actual_revisions[slot] = expected[slot];

  INSERT INTO tillwatch.streams (stream, revision)
    SELECT stream, wanted + size
    FROM unnest(names, expected, counts, actual_revisions) AS placed (stream, wanted, size, actual)
    WHERE actual = wanted
    ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision;

  PERFORM pg_notify('tillwatch_events', '');
END $$;
`;

/** The application reads and adds evidence; there is no privilege with which it could change any. */
const applicationRole = `
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tillwatch_app') THEN CREATE ROLE tillwatch_app NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database's migration was first: roles are shared
END $$;

REVOKE ALL ON FUNCTION tillwatch.append_events FROM PUBLIC;
GRANT USAGE ON SCHEMA tillwatch TO tillwatch_app;
GRANT EXECUTE ON FUNCTION tillwatch.append_events TO tillwatch_app;
GRANT SELECT, INSERT ON tillwatch.events TO tillwatch_app;
GRANT SELECT, INSERT, UPDATE ON tillwatch.streams TO tillwatch_app;
GRANT SELECT, UPDATE ON tillwatch.log_head TO tillwatch_app;
`;

/** Sent by every append at its commit, so that readers in other processes need not poll. */
export const EVENTS_CHANNEL = 'tillwatch_events';

export const eventLogMigrations: Migration[] = [
  { id: '0001-event-log', sql: tables + appendOnly + appendEvents + applicationRole },
];

/** What is not a terminal's, in the words of the two indexes that find it. */
export const OF_THE_PLATFORM = `NOT starts_with(stream, 'terminal-')`;

/** Alerts, commands and the like are few among many: whoever follows only them must not read the rest. */
export const platformEventMigrations: Migration[] = [
  {
    id: '0050-platform-events',
    sql: `
      CREATE INDEX events_of_the_platform ON tillwatch.events (position) WHERE ${OF_THE_PLATFORM};
      CREATE INDEX log_index_of_the_platform ON tillwatch.log_index (position) WHERE ${OF_THE_PLATFORM};`,
  },
];

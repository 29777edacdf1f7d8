import type { Migration } from '@tillwatch/postgres';

/**
 * The index of a log that is kept in EventStoreDB: which place of ours each of its events has, and under which identity.
 * Derived from the log; `dropLogIndex` empties it and it is made again. The application adds rows and changes none.
 */
const logIndex = `
CREATE TABLE tillwatch.log_index (
  position bigint PRIMARY KEY,
  commit_position bigint NOT NULL,
  prepare_position bigint NOT NULL,
  stream text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  identity text COLLATE "C" NOT NULL,
  UNIQUE (stream, revision)
) WITH (
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 200000, autovacuum_freeze_min_age = 0
);
CREATE INDEX log_index_identity ON tillwatch.log_index (stream, identity);

-- How far the index has come in our positions, and in EventStoreDB's (NULL: nothing was looked at yet).
CREATE TABLE tillwatch.log_checkpoint (
  position bigint NOT NULL,
  commit_position bigint,
  prepare_position bigint
) WITH (fillfactor = 10);
CREATE UNIQUE INDEX log_checkpoint_is_one_row ON tillwatch.log_checkpoint ((true));
INSERT INTO tillwatch.log_checkpoint VALUES (0, NULL, NULL);

GRANT SELECT, INSERT ON tillwatch.log_index TO tillwatch_app;
GRANT SELECT, UPDATE ON tillwatch.log_checkpoint TO tillwatch_app;
`;

export const logIndexMigrations: Migration[] = [{ id: '0030-log-index', sql: logIndex }];

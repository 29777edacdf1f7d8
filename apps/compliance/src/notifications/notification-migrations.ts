import type { Migration } from '@tillwatch/postgres';

/**
 * Channels hold secrets, so they are rows and not events; every change of one is an event without them. A delivery is a row
 * while it is under way; its end is an event too, and `notification_outbox` holds what the log has still to be told.
 */
export const notificationMigrations: Migration[] = [
  {
    id: '0040-notifications',
    sql: `
      CREATE TABLE tillwatch.notification_channels (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        kind text NOT NULL,
        enabled boolean NOT NULL,
        disabled_because text,
        minimum_severity integer NOT NULL,
        language text NOT NULL,
        rules text[],
        stores text[],
        settings json NOT NULL,
        sealed text,
        secrets text[] NOT NULL,
        destination text NOT NULL,
        created_at timestamptz NOT NULL,
        removed_at timestamptz,
        last_delivered_at timestamptz,
        failing_since timestamptz,
        failures integer NOT NULL DEFAULT 0
      );
      CREATE UNIQUE INDEX notification_channels_by_name ON tillwatch.notification_channels (name) WHERE removed_at IS NULL;

      CREATE TABLE tillwatch.deliveries (
        id uuid PRIMARY KEY,
        channel_id uuid NOT NULL REFERENCES tillwatch.notification_channels,
        kind text NOT NULL,
        -- What it tells of: an event's place in the log; a test has none.
        stream text COLLATE "C",
        revision integer,
        rule text,
        severity integer NOT NULL,
        status text NOT NULL,
        withheld_because text,
        created_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        -- Set while an instance is at it, until due_at: then it is anybody's again.
        lease uuid,
        -- Failed attempts since it was last asked for, and all attempts there were.
        failures integer NOT NULL DEFAULT 0,
        attempts integer NOT NULL DEFAULT 0,
        finished_at timestamptz
      ) WITH (fillfactor = 70);
      CREATE INDEX deliveries_due ON tillwatch.deliveries (channel_id, due_at) WHERE status = 'pending';
      CREATE INDEX deliveries_by_time ON tillwatch.deliveries (created_at, id);
      CREATE INDEX deliveries_by_channel ON tillwatch.deliveries (channel_id, created_at, id);

      CREATE TABLE tillwatch.delivery_attempts (
        delivery_id uuid NOT NULL REFERENCES tillwatch.deliveries ON DELETE CASCADE,
        number integer NOT NULL,
        channel_id uuid NOT NULL,
        at timestamptz NOT NULL,
        outcome text NOT NULL,
        status integer,
        reply text,
        duration_ms integer NOT NULL,
        PRIMARY KEY (delivery_id, number)
      );
      CREATE INDEX delivery_attempts_by_channel ON tillwatch.delivery_attempts (channel_id, at);

      CREATE TABLE tillwatch.notification_outbox (
        id uuid PRIMARY KEY,
        place bigint GENERATED ALWAYS AS IDENTITY,
        stream text COLLATE "C" NOT NULL,
        type text COLLATE "C" NOT NULL,
        identity text COLLATE "C" NOT NULL,
        header text COLLATE "C" NOT NULL,
        data text COLLATE "C" NOT NULL
      );

      GRANT SELECT, INSERT, UPDATE ON tillwatch.notification_channels TO tillwatch_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON tillwatch.deliveries, tillwatch.delivery_attempts TO tillwatch_app;
      GRANT SELECT, INSERT, DELETE ON tillwatch.notification_outbox TO tillwatch_app;
    `,
  },
];

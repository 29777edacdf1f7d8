import { type Migration, TENANT_SETTING } from '@tillwatch/postgres';

/** Tables that tell of no tenant: how far who has come, and what is installed. */
export const sharedTables = [
  'read_models.checkpoint',
  'read_models.installed',
  'tillwatch.log_checkpoint',
  'tillwatch.log_head',
  'tillwatch.migrations',
  'tillwatch.subscriptions',
];

/**
 * Puts every table there was behind the wall that `tenantWall` builds around each new one, read models that are installed
 * included; their rows are of the only tenant there was. `tillwatch_app` owns the read models and works on the rest for
 * everybody; `tillwatch_reader` reads the read models and the dead letters, and has no right to anything else.
 */
const walls = `
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tillwatch_reader') THEN CREATE ROLE tillwatch_reader NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database's migration was first: roles are shared
END $$;

DO $$
DECLARE found record;
BEGIN
  FOR found IN
    SELECT schemaname AS room, format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname IN ('tillwatch', 'accounts', 'read_models')
      AND schemaname || '.' || tablename NOT IN (${sharedTables.map((name) => `'${name}'`).join(', ')})
  LOOP
    EXECUTE format('ALTER TABLE %s ADD COLUMN tenant text COLLATE "C" NOT NULL DEFAULT ''default''', found.name);
    EXECUTE format('ALTER TABLE %s ALTER COLUMN tenant SET DEFAULT current_setting(''${TENANT_SETTING}'')', found.name);
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', found.name);
    EXECUTE format(
      'CREATE POLICY of_the_tenant ON %s USING (tenant = (SELECT current_setting(''${TENANT_SETTING}'', true)))',
      found.name
    );
    IF found.room <> 'read_models' THEN
      EXECUTE format('CREATE POLICY of_workers ON %s TO tillwatch_app USING (true)', found.name);
    END IF;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA read_models, tillwatch TO tillwatch_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA read_models TO tillwatch_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE tillwatch_app IN SCHEMA read_models, rebuild GRANT SELECT ON TABLES TO tillwatch_reader;
GRANT SELECT ON tillwatch.dead_letters TO tillwatch_reader;
`;

/** After every other step that was there before it. */
export const tenantWallMigrations: Migration[] = [{ id: '0080-tenant-walls', sql: walls }];

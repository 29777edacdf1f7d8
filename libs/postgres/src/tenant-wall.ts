/** Whose rows a session reads (a reader, for each transaction) and writes (a writer, for as long as it is connected). */
export const TENANT_SETTING = 'tillwatch.tenant';

/**
 * Puts a table its owner works on behind the wall: each row is of the tenant its writer's connection names, and whoever
 * does not own it sees the rows of the tenant the session names, none when it names none. Every table that holds what a
 * tenant tells or does needs it, and a test asks the catalogue. `workers`: a role that sees all of them all the same.
 */
export function tenantWall(table: string, workers?: string): string {
  return `
    ALTER TABLE ${table} ADD COLUMN tenant text COLLATE "C" NOT NULL DEFAULT current_setting('${TENANT_SETTING}');
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY of_the_tenant ON ${table} USING (tenant = (SELECT current_setting('${TENANT_SETTING}', true)));
    ${workers ? `CREATE POLICY of_workers ON ${table} TO ${workers} USING (true);` : ''}`;
}

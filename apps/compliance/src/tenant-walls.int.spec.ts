import { connect, connectReader, type Database, prepareReader, TENANT_SETTING } from '@tillwatch/postgres';
import { getTerminal, listAlerts, listOperators, readModels, rebuild } from '@tillwatch/read-models';
import { inTenant, inTenantScope, tenantInForce } from '@tillwatch/kernel';
import { startCompliance, type ComplianceFixture } from './compliance.contract.js';
import { told } from './recovery/people.fixture.js';
import { sharedTables } from './tenant-walls.js';

let compliance: ComplianceFixture;
let owner: Database;
beforeAll(async () => {
  compliance = await startCompliance();
  owner = connect({ url: compliance.url, applicationName: 'owner', tenant: 'default' });
  const failures = Array.from({ length: 12 }, () => told('t-1', 'LoginFailed', 'o-1', { reason: 'invalid-password' }));
  await compliance.send(...failures);
  await compliance.settled();
}, 60_000);
afterAll(async () => {
  await owner.close();
  await compliance.close();
});

interface Table {
  name: string;
  schema: string;
  walled: boolean;
  policies: string[];
  /** Default of its column `tenant`, when that may not be null. */
  writes: string | null;
}

/** Every table of the database, as the catalogue has it. */
const catalogue = `
  SELECT n.nspname || '.' || c.relname AS name, n.nspname AS schema, c.relrowsecurity AS walled,
    ARRAY(SELECT p.polname::text || ': ' || pg_get_expr(p.polqual, p.polrelid) FROM pg_policy p
          WHERE p.polrelid = c.oid ORDER BY 1) AS policies,
    (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = c.oid AND a.attname = 'tenant' AND a.attnotnull) AS writes
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
  ORDER BY 1`;

async function withoutWall(): Promise<string[]> {
  const sees = `( SELECT current_setting('${TENANT_SETTING}'::text, true) AS current_setting)`;
  const isBehindWall = ({ walled, policies, writes }: Table): boolean =>
    walled &&
    writes === `current_setting('${TENANT_SETTING}'::text)` &&
    policies.filter((policy) => policy !== 'of_workers: true').join() === `of_the_tenant: (tenant = ${sees})`;
  return (await owner.query<Table>(catalogue)).filter((table) => !isBehindWall(table)).map(({ name }) => name);
}

it('has every table behind the wall but those that tell of nobody', async () => {
  const tables = await owner.query<Table>(catalogue);
  expect(tables.length).toBeGreaterThan(50);
  expect(new Set(tables.map(({ schema }) => schema))).toEqual(new Set(['accounts', 'read_models', 'tillwatch']));
  expect(await withoutWall()).toEqual(sharedTables);
});

it('notices a table that was forgotten, and one whose wall has a hole', async () => {
  await owner.query('CREATE TABLE tillwatch.forgotten (id integer PRIMARY KEY)');
  await owner.query('CREATE POLICY hole ON read_models.alerts USING (true)');
  expect(await withoutWall()).toEqual(['read_models.alerts', ...sharedTables, 'tillwatch.forgotten'].sort());
  await owner.query('DROP TABLE tillwatch.forgotten; DROP POLICY hole ON read_models.alerts');
});

it('keeps the wall through a rebuild, whose rows equal the live ones', async () => {
  const { database } = compliance.service;
  for (const name of ['timeline', 'alerts', 'recovery-cases']) {
    const model = readModels.find((one) => one.name === name)!;
    expect(await rebuild(database, model)).toMatchObject({ equal: true });
  }
  expect(await withoutWall()).toEqual(sharedTables);
  expect(
    await inTenant('default', () => compliance.service.reader.query('SELECT FROM read_models.timeline')),
  ).toHaveLength(12);
});

/** Rows as another tenant's would be, beside ours. */
async function plantOthers(): Promise<string[]> {
  const planted: string[] = [];
  for (const { name, schema } of await owner.query<Table>(catalogue)) {
    if (schema !== 'read_models' || sharedTables.includes(name)) continue;
    const [row] = await owner.query<{ found: number }>(
      `SELECT count(*) AS found FROM ${name} WHERE tenant = 'default'`,
    );
    if (row!.found === 0) continue;
    planted.push(name);
    await owner.query(`UPDATE ${name} SET tenant = 'other'`);
  }
  return planted;
}

it('shows not one row of another tenant to a query that names none, on any table it may read', async () => {
  const { reader } = compliance.service;
  const planted = await plantOthers();
  expect(planted).toEqual(
    expect.arrayContaining(['read_models.alerts', 'read_models.timeline', 'read_models.operator_state']),
  );
  for (const table of planted) {
    const seenBy = (tenant: string) => inTenant(tenant, () => reader.query(`SELECT tenant FROM ${table}`));
    expect([table, await seenBy('default')]).toEqual([table, []]);
    expect([table, new Set((await seenBy('other')).map((row) => row['tenant']))]).toEqual([table, new Set(['other'])]);
    expect([table, await inTenantScope(() => reader.query(`SELECT FROM ${table}`))]).toEqual([table, []]);
  }
  // The queries of the product themselves: none of them names a tenant.
  const product = async () => {
    const found = [
      await listAlerts(reader, { limit: 10 }),
      await listOperators(reader, { limit: 10, nowMs: Date.now() }),
    ];
    return [...found.map(({ items }) => items.length), (await getTerminal(reader, 't-1')) !== undefined];
  };
  expect(await inTenant('default', product)).toEqual([0, 0, false]);
  const [alerts, ...rest] = await inTenant('other', product);
  expect([Number(alerts) > 0, ...rest]).toEqual([true, 1, true]);
  for (const table of planted) await owner.query(`UPDATE ${table} SET tenant = 'default'`);
});

it('gives the reading role no way to secrets, to the log or to a change', async () => {
  const { reader } = compliance.service;
  const ask = (text: string) => inTenant('default', () => reader.query(text));
  for (const table of [
    'accounts.passwords',
    'accounts.sessions',
    'tillwatch.events',
    'tillwatch.notification_channels',
  ]) {
    await expect(ask(`SELECT FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
  }
  const bare = connect({ url: await prepareReader(compliance.url), tenant: 'default' });
  for (const text of [
    'DELETE FROM read_models.alerts',
    'TRUNCATE read_models.alerts',
    'CREATE TABLE read_models.x ()',
  ]) {
    await expect(bare.query(text)).rejects.toMatchObject({ code: '42501' });
  }
  await bare.close();
});

it('walls the log in as well, should anybody ever be given it to read', async () => {
  await owner.query('GRANT SELECT ON tillwatch.events, tillwatch.streams TO tillwatch_reader');
  const reader = connectReader({ url: await prepareReader(compliance.url) }, tenantInForce);
  const seen = (tenant: string) => inTenant(tenant, () => reader.query('SELECT FROM tillwatch.events'));
  expect((await seen('default')).length).toBeGreaterThan(12);
  expect(await seen('other')).toEqual([]);
  await reader.close();
  await owner.query('REVOKE SELECT ON tillwatch.events, tillwatch.streams FROM tillwatch_reader');
});

it('reads for nobody outside a request', async () => {
  await expect(async () => compliance.service.reader.query('SELECT 1')).rejects.toThrow('for which tenant');
});

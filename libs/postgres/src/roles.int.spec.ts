import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@tillwatch/kernel';
import { connect } from './connect.js';
import type { Database } from './database.js';
import { launchEmbedded, type EmbeddedServer } from './embedded/launch.js';
import { prepareRoles } from './roles.js';

/** A server of its own, because roles belong to the server and other tests use theirs. */
let server: EmbeddedServer;
let folder: string;
let admin: Database;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roles-'));
  server = await launchEmbedded({ folder, log: silentLog });
  admin = connect({ url: server.url });
});

afterAll(async () => {
  await admin.close();
  await server.stop();
  await rm(folder, { recursive: true });
});

/** A role that owns a database of its own name. */
async function makeOwner(name: string, attributes: string): Promise<string> {
  await admin.query(`CREATE ROLE ${name} LOGIN PASSWORD 'secret of ${name}' ${attributes}`);
  await admin.query(`CREATE DATABASE ${name} OWNER ${name}`);
  const url = new URL(server.url);
  Object.assign(url, { username: name, password: `secret of ${name}`, pathname: `/${name}` });
  return url.href;
}

async function roleOf(url: string): Promise<unknown> {
  const db = connect({ url });
  try {
    const [row] = await db.query(`SELECT current_user AS name, rolsuper OR rolcreaterole OR rolcreatedb AS powerful
                                  FROM pg_roles WHERE rolname = current_user`);
    return row;
  } finally {
    await db.close();
  }
}

const application = { name: 'tillwatch_app', powerful: false };

it('says what an administrator must do when the owner may not create roles', async () => {
  const url = await makeOwner('modest', 'NOCREATEROLE');
  await expect(prepareRoles(url)).rejects.toMatchObject({
    code: 'role-not-allowed',
    message: expect.stringContaining('ALTER ROLE modest CREATEROLE'),
  });
});

it('makes a login role without powers, also when ten instances do it at once, and agrees with itself', async () => {
  const urls = await Promise.all(Array.from({ length: 10 }, () => prepareRoles(server.url)));
  expect(new Set(urls).size).toBe(1);
  expect(await roleOf(urls[0]!)).toEqual(application);
  expect(new URL(urls[0]!).password).not.toBe(new URL(server.url).password);
});

it('lets an owner who is no superuser give a schema to the role', async () => {
  await admin.query('DROP OWNED BY tillwatch_app');
  await admin.query('DROP ROLE tillwatch_app');
  const ownerUrl = await makeOwner('keeper', 'CREATEROLE');
  expect(await roleOf(await prepareRoles(ownerUrl))).toEqual(application);
  const owner = connect({ url: ownerUrl });
  await owner.query('CREATE SCHEMA read_models AUTHORIZATION tillwatch_app');
  await owner.close();
});

it('brings the password back after another owner on the server changed it', async () => {
  const before = await prepareRoles(server.url);
  await admin.query(`ALTER ROLE tillwatch_app PASSWORD 'something else'`);
  await expect(roleOf(before)).rejects.toMatchObject({ code: '28P01' });
  expect(await prepareRoles(server.url)).toBe(before);
  expect(await roleOf(before)).toEqual(application);
});

it('refuses a role that could override the database, and an owner without a password', async () => {
  await admin.query('ALTER ROLE tillwatch_app SUPERUSER');
  await expect(prepareRoles(server.url)).rejects.toMatchObject({ code: 'role-too-powerful' });
  await admin.query('ALTER ROLE tillwatch_app NOSUPERUSER');
  await expect(prepareRoles('postgres://owner@127.0.0.1/x')).rejects.toMatchObject({ code: 'owner-password-missing' });
});

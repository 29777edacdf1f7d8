import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventStoreDbLog, type EventStoreDbLog, rememberingLog } from '@tillwatch/testing';
import { newEvents } from './event-store.contract.js';
import { NO_STREAM, type EventStore } from './event-store.js';
import { eventStoreDbEventStore } from './eventstoredb.js';

const append = async (store: EventStore) =>
  (await store.append([{ stream: 'a', expectedRevision: NO_STREAM, events: newEvents(1) }]))[0]!;

describe('over TLS', () => {
  const credentials = { username: 'tillwatch', password: 'p@ss:word/1' };
  let log: EventStoreDbLog;
  let folder: string;
  let authority: string;

  beforeAll(async () => {
    log = await createEventStoreDbLog({ tls: true, credentials });
    folder = await mkdtemp(join(tmpdir(), 'tillwatch-tls-'));
    authority = `&tlsCAFile=${encodeURIComponent(join(folder, 'ca.pem'))}`;
    await writeFile(join(folder, 'ca.pem'), log.server.certificate!);
  });
  afterAll(async () => {
    await log.drop();
    await rm(folder, { recursive: true });
  });

  /** One attempt, whose outcome is not waited for longer than the test needs. */
  async function attempt(url: string) {
    const { text, log: memory } = rememberingLog();
    const times = { appendMs: 1_000, readMs: 1_000, indexMs: 1_000, firstRetryMs: 50, lastRetryMs: 50 };
    const store = log.open({ url, log: memory, times });
    const outcome = await append(store).catch((error: unknown) => error);
    while (text() === '') await new Promise((resolve) => setTimeout(resolve, 20));
    await store.stop();
    return { outcome, said: text() };
  }

  it('takes nobody without the authority, and nobody with another password', async () => {
    const unknown = await attempt(log.server.url);
    expect(unknown.outcome).toMatchObject({ problem: { code: 'unavailable' } });
    const wrong = await attempt(log.server.url.replace('word%2F1', 'word%2F2') + authority);
    expect(wrong.outcome).toMatchObject({ message: expect.stringContaining('takes no appends from us') });
    const nobody = await attempt(log.server.url.replace(/\/\/.*@/, '//') + authority);
    expect(nobody.outcome).toMatchObject({ message: expect.stringContaining('Access Denied') });
    for (const { said } of [unknown, wrong, nobody]) {
      expect(said).toContain('could not go on');
      expect(said).not.toMatch(/p@ss|p%40ss/);
    }
  });

  it('takes who has both, by name and by discovery', async () => {
    const store = log.open({ url: log.server.url + authority });
    expect(await append(store)).toEqual({ ok: true, revision: 0, positions: [1] });
    await store.stop();
    const discovering = log.open({ url: log.server.url.replace('esdb://', 'esdb+discover://') + authority });
    expect(await append(discovering)).toMatchObject({ ok: false, actualRevision: 0 });
    expect(await discovering.readAll(0, 10)).toHaveLength(1);
  });
});

it('says that credentials are not sent without TLS, and not which', async () => {
  const log = await createEventStoreDbLog();
  const { text, log: memory } = rememberingLog();
  log.open({ url: log.server.url.replace('//', '//me:secret@'), log: memory });
  expect(text()).toContain('credentials are not sent');
  expect(text()).not.toContain('secret');
  await log.drop();
});

it('throws for a connection string it does not take, without repeating it', () => {
  const open = () =>
    eventStoreDbEventStore({ url: 'esdb://me:secret@db?x=y', database: undefined as never, log: rememberingLog().log });
  expect(open).toThrow('not known');
  expect(open).not.toThrow('secret');
});

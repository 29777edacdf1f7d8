import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { migrations } from '@tillwatch/compliance';
import { platformEvent } from '@tillwatch/events';
import { NO_STREAM, postgresEventStore } from '@tillwatch/event-store';
import { silentLog, uuidFromName } from '@tillwatch/kernel';
import { type Database, migrate, prepareRoles } from '@tillwatch/postgres';
import { createTestDatabase, type Receiver, startReceiver, type TestDatabase } from '@tillwatch/testing';
import { Webhook } from 'standardwebhooks';
import { seededRandom } from '../chaos/random.js';
import { pause } from './product.js';

const kills = 22;
const seed = 7;
const random = seededRandom(seed);
const signingSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const waitMs = 120_000;
const atWorkMs = 20_000;

let test: TestDatabase;
let database: Database;
let receiver: Receiver;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  test = await createTestDatabase();
  database = test.database;
  await prepareRoles(test.url);
  await migrate(test.url, migrations, silentLog);
  // Slow now and then, and one answer in ten a refusal: kills meet deliveries at every stage.
  receiver = await startReceiver((response) => {
    setTimeout(() => response.writeHead(random() < 0.1 ? 500 : 200).end(), random() * 120);
  });
  await database.query(
    `INSERT INTO tillwatch.notification_channels
       (id, name, kind, enabled, minimum_severity, language, settings, secrets, destination, created_at)
     VALUES ($1, 'receiver', 'webhook', true, 0, 'both', $2, '{}', 'receiver', now())`,
    [uuidFromName('channel'), JSON.stringify({ url: `http://127.0.0.1:${receiver.port}/`, signingSecret })],
  );
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await receiver?.close();
  await test?.drop();
});

/** The service as a process of its own, with an environment that names a proxy nobody is at. */
async function startNotifier(): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('notifier.ts', import.meta.url));
  const proxy = 'http://127.0.0.1:9';
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, test.url], {
    env: { ...process.env, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const ready = once(child.stdout!, 'data');
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The notifier ended by itself.')));
  await Promise.race([ready, ended]);
  ended.catch(() => {});
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  children.delete(child);
}

async function raise(alertId: string): Promise<void> {
  const at = new Date().toISOString();
  const event = platformEvent(
    'AlertRaised',
    {
      rule: 'R1',
      ruleVersion: 1,
      severity: 'high',
      key: { groupBy: 'operator', value: alertId },
      anchor: alertId,
      count: 5,
      firstAt: at,
      lastAt: at,
      evidence: [alertId],
      details: {},
      late: false,
      lateByMs: 0,
    },
    { id: uuidFromName(`${alertId}|0`), source: '/platform/detection', recordedtime: at, tenant: 'default' },
  );
  const append = { stream: `alert-${alertId}`, expectedRevision: NO_STREAM, events: [event] };
  const [result] = await postgresEventStore(database).append([append]);
  expect(result!.ok).toBe(true);
}

async function count(text: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(`SELECT count(*) AS count FROM tillwatch.${text}`);
  return row!.count;
}

it(
  `loses no notification and renames none when it is killed ${kills} times`,
  async () => {
    const alerts: string[] = [];
    let struck = 0;
    for (let round = 0; round < kills; round++) {
      const child = await startNotifier();
      for (let more = 2 + Math.floor(random() * 6); more > 0; more--) {
        alerts.push(uuidFromName(`alert ${alerts.length}`));
        await raise(alerts.at(-1)!);
        if (random() < 0.5) await pause(random() * 60);
      }
      // Mostly once it is at work, and sometimes while it is still getting there.
      const heard = receiver.received.length;
      for (const deadline = Date.now() + atWorkMs; random() < 0.99 && Date.now() < deadline; await pause(10)) {
        if (receiver.received.length > heard) break;
      }
      await pause(random() * 150);
      await kill(child);
      if ((await count('deliveries WHERE lease IS NOT NULL')) > 0) struck++;
    }
    await startNotifier();
    for (const deadline = Date.now() + waitMs; Date.now() < deadline; await pause(200)) {
      const over = await count(`deliveries WHERE status = 'delivered'`);
      if (over === alerts.length && (await count('notification_outbox')) === 0) break;
    }

    expect(struck).toBeGreaterThan(kills / 4); // or the kills met nothing, and this proves nothing
    const idsOf = new Map<string, Set<string>>(alerts.map((id) => [id, new Set()]));
    for (const { headers, body } of receiver.received) {
      const { data } = new Webhook(signingSecret).verify(body, headers) as {
        data: { id: string; alert: { id: string } };
      };
      expect(headers['webhook-id']).toBe(data.id);
      idsOf.get(data.alert.id)!.add(data.id);
    }
    expect([...idsOf].filter(([, ids]) => ids.size !== 1)).toEqual([]); // each reached, under one id
    expect(new Set([...idsOf.values()].flatMap((ids) => [...ids])).size).toBe(alerts.length);
    expect(await count(`deliveries WHERE status <> 'delivered'`)).toBe(0);
    expect(await count(`events WHERE type = 'tillwatch.NotificationDelivered.v1'`)).toBe(alerts.length);
    expect(await count('notification_outbox')).toBe(0);
  },
  6 * 60_000,
);

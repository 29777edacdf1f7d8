import { createDetectionEngine, rules, type Key } from '@tillwatch/detection';
import { silentLog } from '@tillwatch/kernel';
import { noon, openLiveLog, type LiveLog, type Told } from './live-log.contract.js';
import { createProjector } from './projector.js';
import { readModels } from './read-models.js';

let log: LiveLog;
beforeEach(async () => void (log = await openLiveLog()));
afterEach(() => log.drop());

const failure = (till: number, sequence: number): Told => ({
  ...{ name: 'LoginFailed', terminal: `t-${till}`, operator: `o-${till}`, sequence, at: sequence },
  data: { reason: 'invalid-password' },
});

it('loads again what an alert of somebody else is about, and no store or operator beside it', async () => {
  const loaded: string[] = [];
  const engine = createDetectionEngine(rules);
  const load = engine.load.bind(engine);
  engine.load = (key: Key, ...history) => {
    loaded.push(`${key.groupBy}:${key.value}`);
    load(key, ...history);
  };
  const { database, store } = log;
  const options = { database, store, readModels, engine, clock: () => noon, tenant: 'default', log: silentLog };
  const projector = createProjector(options);
  await log.append(Array.from({ length: 6 }, (_, index) => [failure(1, index + 1), failure(2, index + 1)]).flat());
  await projector.catchUp();
  expect(loaded).toEqual(expect.arrayContaining(['store:s-1', 'operator:o-1', 'operator:o-2', 'terminal:t-1']));
  const [alert] = await log.rows<{ id: string }>(`SELECT id FROM read_models.alerts WHERE key = 'operator:o-1'`);
  loaded.length = 0;
  await log.say(`alert-${alert!.id}`, 'AlertAcknowledged', { actor: 'ann' }, 10);
  await log.append([failure(1, 7), failure(2, 7)]);
  await projector.catchUp();
  expect(loaded).toEqual(['operator:o-1']);
  const statuses = `SELECT key, status FROM read_models.alerts WHERE rule = 'R1' ORDER BY key`;
  expect(await log.rows(statuses)).toEqual([
    { key: 'operator:o-1', status: 'acknowledged' },
    { key: 'operator:o-2', status: 'open' },
  ]);
});

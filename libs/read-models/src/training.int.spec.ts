import { noon, openLiveLog, type LiveLog } from './live-log.contract.js';
import { readModels } from './read-models.js';
import { rebuild } from './rebuild.js';
import { listTraining, type TrainingQuery } from './training.js';

let log: LiveLog;
beforeEach(async () => {
  log = await openLiveLog();
});
afterEach(() => log.drop());

const actor = 'ann';
const day = 86_400;
const iso = (days: number) => new Date(noon + days * day * 1_000).toISOString();
const register = (operatorId: string, at: number) => {
  const facts = { operatorId, role: 'cashier', scopeClass: 'supervisor' as const, stores: ['s-1'], actor };
  return log.say(`operator-${operatorId}`, 'OperatorRegistered', facts, at * day);
};
const train = (operatorId: string, topic: string, from: number, to: number, at: number) => {
  const course = { operatorId, topic, method: 'online' as const, completedAt: iso(from), expiresAt: iso(to), actor };
  return log.say(`operator-${operatorId}`, 'TrainingRecorded', course, at * day);
};
const due = async (today: number, more: Partial<TrainingQuery> = {}) => {
  const { items } = await listTraining(log.database, { nowMs: noon + today * day * 1_000, limit: 100, ...more });
  return items.map(({ operatorId, topic, dueAt, overdue }) => `${operatorId} ${topic} ${dueAt === iso(today) || overdue ? 'overdue' : 'ok'}`); // prettier-ignore
};

async function story(settle: () => Promise<void>): Promise<void> {
  for (const step of [
    () => register('o-1', 0),
    () => register('o-2', 0),
    () => register('o-3', 0),
    () => train('o-1', 'security-awareness', -1, 364, 1),
    () => train('o-1', '防窥视', -10, 90, 2),
    () => train('o-1', '防窥视', -200, 50, 3),
    () => log.say('operator-o-3', 'OperatorLeft', { operatorId: 'o-3', reason: 'r', actor }, 4 * day),
  ]) {
    await step();
    await settle();
  }
  await log.projector.catchUp();
}

it('is due when somebody is registered, and when what they learnt expires; not of those who left', async () => {
  await story(async () => {});
  expect(await due(10)).toEqual(['o-2 security-awareness overdue', 'o-1 防窥视 ok', 'o-1 security-awareness ok']);
  expect(await due(90, { overdue: true })).toEqual(['o-2 security-awareness overdue', 'o-1 防窥视 overdue']);
  expect(await due(90, { overdue: false })).toEqual(['o-1 security-awareness ok']);
  expect(await due(10, { operator: 'o-1', topic: '防窥视' })).toEqual(['o-1 防窥视 ok']);
  const { items } = await listTraining(log.database, { nowMs: noon, operator: 'o-1', topic: '防窥视', limit: 1 });
  expect(items[0]).toEqual({
    ...{ operatorId: 'o-1', topic: '防窥视', status: 'active', stores: ['s-1'], method: 'online', recordedBy: actor },
    ...{ completedAt: iso(-10), dueAt: iso(90), overdue: false },
  });
});

it('ends in the same rows however the log is cut, and rebuilt', async () => {
  await story(() => log.newProjector().catchUp());
  const stepwise = (await log.digests())['training'];
  const model = readModels.find(({ name }) => name === 'training')!;
  expect((await rebuild(log.database, model)).equal).toBe(true);
  await log.drop();
  log = await openLiveLog();
  await story(async () => {});
  expect((await log.digests())['training']).toBe(stepwise);
});

import { openLiveLog, type LiveLog } from './live-log.contract.js';
import { readModels } from './read-models.js';
import { rebuild } from './rebuild.js';
import { getRecoveryCase } from './recovery-readers.js';
import { recoveryHistory } from './recovery-rows.js';
import { countReveals, listReveals, type RevealQuery } from './reveals.js';

const caseId = '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10';
const asked = {
  channel: 'bank',
  operatorId: 'o-7',
  terminalId: 't-1',
  reason: 'forgot',
  attestation: '2026-1',
} as const;
const registered = {
  operatorId: 'o-7',
  name: '王小明',
  role: 'cashier',
  scopeClass: 'vendor' as const,
  stores: [],
  actor: 'ann',
};

let log: LiveLog;
beforeAll(async () => {
  log = await openLiveLog();
  await log.say('operator-o-7', 'OperatorRegistered', registered, 0);
  await log.say(`recovery-${caseId}`, 'RecoveryCaseRequested', { actor: 'ann', ...asked }, 1);
  await reveal('mei', 'operator', 'o-7', '/registration/name', 2);
  await reveal('mei', 'recovery-case', caseId, '/contacts/0/comment', 3);
  await reveal('sun', 'operator', 'o-7', '/registration/name', 4);
  await log.projector.catchUp();
});
afterAll(() => log.drop());

function reveal(actor: string, thing: 'operator' | 'recovery-case', id: string, field: string, at: number) {
  const stream = thing === 'operator' ? `operator-${id}` : `recovery-${id}`;
  return log.say(stream, 'PersonalDataRevealed', { actor, thing, id, field, reason: `${actor} at ${at}` }, at);
}

const reasons = async (filter: Partial<RevealQuery>) =>
  (await listReveals(log.database, { limit: 9, ...filter })).items.map(({ reason }) => reason);

it('tells who was shown what, newest first, of one thing or of one person', async () => {
  expect(await reasons({})).toEqual(['sun at 4', 'mei at 3', 'mei at 2']);
  expect(await reasons({ thing: 'operator', id: 'o-7' })).toEqual(['sun at 4', 'mei at 2']);
  expect(await reasons({ actor: 'mei' })).toEqual(['mei at 3', 'mei at 2']);
  expect(await reasons({ thing: 'operator', id: 'o-8' })).toEqual([]);
  expect(await countReveals(log.database, 'operator', 'o-7')).toBe(2);
  const { items, after } = await listReveals(log.database, { limit: 2 });
  expect([items.length, await reasons({ limit: 2, after: after! })]).toEqual([2, ['mei at 2']]);
});

it('is in the history of the case, whose state and actions it leaves as they were', async () => {
  const { items } = await recoveryHistory(log.database, caseId, { limit: 9 });
  expect(items.map(({ name, actor }) => [name, actor])).toEqual([
    ['PersonalDataRevealed', 'mei'],
    ['RecoveryCaseRequested', 'ann'],
  ]);
  expect(await getRecoveryCase(log.database, caseId, 0)).toMatchObject({ status: 'requested', revision: 1 });
  const [row] = await log.database.query<{ actions: number }>(
    "SELECT (document ->> 'actions')::int AS actions FROM read_models.recovery_cases",
  );
  expect(row).toEqual({ actions: 1 });
});

it.each(['reveals', 'recovery-cases', 'operator-registry'])('rebuilds %s to the live rows', async (name) => {
  const model = readModels.find((one) => one.name === name)!;
  expect((await rebuild(log.database, model)).equal).toBe(true);
});

import type { PayloadOf, PlatformEventName } from '@tillwatch/events';
import { openLiveLog, shuffled, workload, type LiveLog, type Told } from './live-log.contract.js';
import { readModels } from './read-models.js';
import { recoveryCases } from './recovery-cases.js';
import { approversOf, countOpenRecoveries, getRecoveryCase, lapsedRecoveries, listRecoveryCases } from './recovery-readers.js'; // prettier-ignore
import { recoveryFactsAfter, recoveryHistory, terminalFactsOf } from './recovery-rows.js';
import { rebuild } from './rebuild.js';

let log: LiveLog;
afterEach(() => log.drop());

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const retainUntil = '2030-01-01T00:00:00.000Z';
let item = 0;

type Said = { [N in PlatformEventName]: [stream: string, name: N, data: PayloadOf<N>] }[PlatformEventName];

const request = (id: string, operatorId: string, over: object = {}): Said => {
  const asked = { actor: 'li.na', channel: 'bank' as const, operatorId, terminalId: 't-1', reason: 'r' };
  return [`recovery-${id}`, 'RecoveryCaseRequested', { ...asked, attestation: '2026-1', ...over }];
};
/** From request to order, by three people. */
const upToOrder = (id: string, operatorId: string, order: number, over: object = {}): Said[] => {
  const evidence = (kind: 'identity-check' | 'transaction-record'): Said => [
    `recovery-${id}`,
    'RecoveryEvidenceAdded',
    { actor: 'li.na', evidenceId: uuid(900 + item++), kind, reference: 'B', custodian: 'c', retainUntil },
  ];
  return [
    request(id, operatorId, over),
    [`recovery-${id}`, 'RecoveryCauseRecorded', { actor: 'li.na', cause: 'system-fault', onsetAt: '2026-01-05T11:00:00.000Z' }],
    evidence('identity-check'),
    evidence('transaction-record'),
    [`recovery-${id}`, 'IdentityVerified', { actor: 'zhao', channel: 'bank', reference: 'b', transactions: ['T'] }],
    [`recovery-${id}`, 'RecoveryApproved', { actor: 'Sun' }],
    [`recovery-${id}`, 'RecoveryOrdered', { actor: 'zhao', operatorId, terminalId: 't-1', endSessionsId: uuid(order), demandChangeId: uuid(order + 1) }],
  ];
}; // prettier-ignore

const cases = { done: uuid(1), open: uuid(2), other: uuid(3), rejected: uuid(4) };
const closing: Said = [`recovery-${cases.done}`, 'RecoveryRejected', { actor: 'sun', reason: 'over' }];

let place = 10_000;
const till = (name: string, operator: string, data: object, at: number): Told =>
  ({ name, operator, data: data as Record<string, unknown>, terminal: 't-recovery', sequence: ++place, at }) as Told;
const reset = { channel: 'bank', actor: 'desk', temporary: true };

async function live(settle: () => Promise<void>): Promise<void> {
  place = 10_000;
  item = 0;
  let at = 0;
  const say = async (steps: Said[]) => {
    for (const [stream, name, data] of steps) {
      await log.say(stream, name, data as never, ++at);
      await settle();
    }
  };
  const tell = async (...told: Told[]) => {
    await log.append(told);
    await settle();
  };
  await tell(...shuffled(workload(7, 60), 3).toSorted((a, b) => a.sequence - b.sequence));
  await tell(till('PasswordReset', 'o-done', reset, 1));
  await say(upToOrder(cases.done, 'o-done', 50));
  await say([request(cases.open, 'o-done'), request(cases.other, 'o-\u0065\u0301', { account: 'Li.Na', storeId: 's-2' })]);
  await tell(till('PasswordReset', 'o-done', reset, 60), till('LoggedOut', 'o-nobody', { sessionId: 's', reason: 'idle' }, 61));
  await tell(till('CommandAcknowledged', 'o-x', { commandId: uuid(50).toUpperCase(), command: 'end-sessions', outcome: 'done', number: 1 }, 62));
  await tell(till('PasswordChanged', 'o-\u00e9', { verdict: { profile: 'p', profileVersion: 1, length: 9, classes: 3, blocklisted: false, reused: false } }, 63));
  await say([request(cases.rejected, 'o-late'), [`recovery-${cases.rejected}`, 'RecoveryRejected', { actor: 'sun', reason: 'no' }]]);
  await tell(till('PasswordReset', 'o-late', reset, 70));
  await say([closing]);
  await tell(till('PasswordReset', 'o-done', reset, 80));
} // prettier-ignore

const facts = async (id: string) => (await terminalFactsOf(log.database, id)).map(({ name, at }) => [name, at.slice(14, 19)]); // prettier-ignore

/** What every way of projecting must come to. */
async function isAsItShould(): Promise<void> {
  // Only while a case is open, by operator or by the command it gave; both cases of one operator hear of it.
  expect(await facts(cases.done)).toEqual([['PasswordReset', '01:00'], ['CommandAcknowledged', '01:02']]); // prettier-ignore
  expect(await facts(cases.open)).toEqual([['PasswordReset', '01:00'], ['PasswordReset', '01:20']]); // prettier-ignore
  expect(await facts(cases.other)).toEqual([['PasswordChanged', '01:03']]);
  expect(await facts(cases.rejected)).toEqual([]);
}

it('is the same however it was projected, and rebuilt', async () => {
  log = await openLiveLog();
  await live(() => log.projector.catchUp());
  await isAsItShould();
  for (const model of readModels)
    expect([model.name, (await rebuild(log.database, model)).equal]).toEqual([model.name, true]);
  const digest = (await log.digests())['recovery-cases'];
  await log.drop();

  log = await openLiveLog();
  await live(() => log.newProjector().catchUp());
  await isAsItShould();
  expect((await log.digests())['recovery-cases']).toBe(digest);
  await log.drop();

  log = await openLiveLog();
  await live(async () => {});
  await log.projector.catchUp();
  await isAsItShould();
});

it('would be found out if it forgot what was open when it starts', async () => {
  const forgetful = { ...recoveryCases, open: (schema: string) => recoveryCases.open(schema, true) };
  log = await openLiveLog({ models: [forgetful] });
  await live(() => log.newProjector().catchUp());
  await expect(isAsItShould()).rejects.toThrow();
});

it('lists cases by what they wait for, and knows who approved for whom and what is overdue', async () => {
  log = await openLiveLog();
  await live(() => log.projector.catchUp());
  const nowMs = Date.UTC(2026, 0, 6, 12);
  const list = async (filter: object) => {
    const { items } = await listRecoveryCases(log.database, { nowMs, limit: 10, ...filter });
    return items.map(({ id }) => id);
  };
  expect(await list({})).toEqual([cases.rejected, cases.other, cases.open, cases.done]);
  expect(await list({ step: 'record-cause' })).toEqual([cases.other, cases.open]);
  expect(await list({ status: 'rejected', operator: 'o-late' })).toEqual([cases.rejected]);
  expect(await list({ store: 's-2', channel: 'bank' })).toEqual([cases.other]);
  const page = await listRecoveryCases(log.database, { nowMs, limit: 3 });
  const next = await listRecoveryCases(log.database, { nowMs, limit: 3, after: page.after! });
  expect([page.items.length, next.items.map(({ id }) => id), next.after]).toEqual([3, [cases.done], undefined]);
  const open = await getRecoveryCase(log.database, cases.open, nowMs);
  expect(open).toMatchObject({
    next: { step: 'record-cause', overdue: true },
    missingEvidence: ['identity-check', 'transaction-record'],
    revision: 0,
  });
  expect(open).not.toHaveProperty('actions');
  expect(await approversOf(log.database, 'O-DONE')).toEqual(['Sun']);
  expect(await approversOf(log.database, 'li.na')).toEqual([]);
  expect(await countOpenRecoveries(log.database)).toBe(2);
  expect(await lapsedRecoveries(log.database, nowMs, 10)).toEqual([]);
  expect(await lapsedRecoveries(log.database, nowMs + 7 * 86_400_000, 10)).toEqual([cases.open, cases.other]);
  const { items } = await recoveryHistory(log.database, cases.done, { limit: 2, ascending: true });
  expect(items).toMatchObject([{ name: 'RecoveryCaseRequested', actor: 'li.na' }, { name: 'RecoveryCauseRecorded' }]);
});

it('gives facts in log order, and never a part of those that share a position', async () => {
  log = await openLiveLog();
  await live(() => log.projector.catchUp());
  const all = await recoveryFactsAfter(log.database, 0, 100);
  expect(all.map(({ name }) => name)).toEqual(['RecoveryCauseRecorded', 'RecoveryOrdered', 'PasswordReset', 'PasswordReset', 'CommandAcknowledged', 'PasswordChanged', 'PasswordReset']); // prettier-ignore
  const seen: string[] = [];
  for (let after = 0; ;) {
    const page = await recoveryFactsAfter(log.database, after, 1);
    if (page.length === 0) break;
    seen.push(...page.map((fact) => `${fact.position} ${fact.case_id}`));
    after = page.at(-1)!.position;
  }
  expect(new Set(seen)).toEqual(new Set(all.map((fact) => `${fact.position} ${fact.case_id}`)));
  expect(seen).toHaveLength(all.length);
});

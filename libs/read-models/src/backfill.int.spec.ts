import type { BackfillLine, BackfillSummary } from '@tillwatch/api';
import { rules } from '@tillwatch/detection';
import { decodeEvent } from '@tillwatch/events';
import { listAlerts } from './alerts.js';
import { backfill } from './backfill.js';
import { noon, openLiveLog, type LiveLog, type Told } from './live-log.contract.js';

let log: LiveLog;
beforeEach(async () => {
  log = await openLiveLog();
});
afterEach(() => log.drop());

const day = 86_400;
const R1 = rules.find(({ id }) => id === 'R1')!;
const span = { from: noon - 10 * day * 1_000, to: noon + 10 * day * 1_000 };

async function run(range = span) {
  const of = { database: log.database, store: log.store, clock: () => noon + 9 * day * 1_000, tenant: 'default' };
  const lines: BackfillLine[] = [];
  for await (const line of backfill(of, { rule: R1, ...range })) lines.push(line);
  await log.projector.catchUp();
  return {
    raised: lines.flatMap((line) => ('raised' in line ? [line.raised] : [])),
    summary: (lines.at(-1) as { summary: BackfillSummary }).summary,
  };
}

const alerts = async (rule: string) => (await listAlerts(log.database, { rule, limit: 100 })).items;
/** About the operator: the store has one of its own, its rules did not judge the events either. */
const limitAlerts = async () => (await alerts('R30i')).filter(({ key }) => key === 'operator:o-1');

/** The operator works on; a terminal that was away for five days then tells of guessing on its first. */
async function comesBackTooLate(): Promise<void> {
  const ordinary = (from: number, to: number, first: number): Told[] =>
    Array.from({ length: to - from }, (_, index) => ({
      ...{ name: 'LoginFailed', operator: 'o-1', terminal: 't-1', data: { reason: 'invalid-password' } },
      ...{ sequence: first + index, at: (from + index) * day },
    }));
  await log.append(ordinary(0, 6, 1));
  await log.projector.catchUp();
  const guesses = Array.from({ length: 6 }, (_, index) => ({
    ...{ name: 'LoginFailed', operator: 'o-1', terminal: 't-2', data: { reason: 'invalid-password' } },
    ...{ sequence: 1 + index, at: 3_600 + index * 10, recorded: 5 * day + 60 },
  }));
  await log.append(guesses);
  await log.newProjector().catchUp();
}

it('finds what came too late to be judged live; that it came too late was told at once', async () => {
  await comesBackTooLate();
  expect(await alerts('R1')).toEqual([]);
  const [limit, ...others] = await limitAlerts();
  expect(others).toEqual([]);
  expect(limit).toMatchObject({ key: 'operator:o-1', severity: 'high', terminalId: 't-2', late: true, count: 6 });
  expect(limit!.details).toMatchObject({ limit: 'too-late', rules: expect.arrayContaining(['R1']) as unknown });
  expect(limit!.evidence).toHaveLength(6);

  const { raised, summary } = await run();
  expect(summary).toMatchObject({ findings: 1, raised: 1, known: 0, held: 0 });
  const [alert] = await alerts('R1');
  expect(alert).toMatchObject({ id: raised[0]!.id, status: 'open', late: true, backfill: true, count: 5 });
  const [event] = (await log.store.readStream(`alert-${alert!.id}`)).map(decodeEvent);
  expect(event).toMatchObject({ name: 'AlertRaised', data: { backfill: true, late: true, operatorId: 'o-1' } });
});

it('judges a batch that spans more than the horizon whole, whatever the batches are', async () => {
  const told = (sequence: number, at: number): Told => ({
    ...{ name: 'LoginFailed', operator: 'o-1', terminal: 't-1', data: { reason: 'invalid-password' } },
    ...{ sequence, at, recorded: 6 * day },
  });
  const guesses = [1, 2, 3, 4, 5, 6].map((sequence) => told(sequence, 3_600 + sequence * 10));
  await log.append([...guesses, told(7, 5 * day), told(8, 6 * day - 60)]);
  await log.projector.catchUp();
  expect(await alerts('R1')).toMatchObject([{ count: 5, late: true }]);
  expect(await alerts('R30i')).toEqual([]);
});

it('raises nothing a second time, and what it raised stays when life goes on', async () => {
  await comesBackTooLate();
  await run();
  const head = await log.store.head();
  expect((await run()).summary).toMatchObject({ findings: 1, raised: 0, known: 1 });
  expect(await log.store.head()).toBe(head);
  const later = { name: 'LoginFailed', operator: 'o-1', terminal: 't-1', sequence: 7, at: 6 * day };
  await log.append([{ ...later, data: { reason: 'invalid-password' } }]);
  await log.newProjector().catchUp();
  expect(await alerts('R1')).toMatchObject([{ status: 'open', count: 5, backfill: true }]);
});

it('leaves alone what was told, and holds back where the rule is not live', async () => {
  const burst = (operator: string, store: string): Told[] =>
    Array.from({ length: 6 }, (_, index) => ({
      ...{ name: 'LoginFailed', operator, store, terminal: `t-${operator}`, data: { reason: 'invalid-password' } },
      ...{ sequence: 1 + index, at: index * 10 },
    }));
  const change = { actor: 'a', rule: 'R1', version: R1.version, reason: 'r' };
  await log.append(burst('o-told', 's-1'));
  await log.projector.catchUp();
  await log.say('rule-R1', 'RuleStageChanged', { ...change, stage: 'draft' }, 100);
  await log.append([...burst('o-live', 's-1'), ...burst('o-held', 's-2')]);
  await log.projector.catchUp();
  await log.say('rule-R1', 'RuleStageChanged', { ...change, stage: 'live', stores: ['s-1'] }, 200);
  await log.projector.catchUp();
  expect((await run()).summary).toMatchObject({ findings: 3, raised: 1, known: 1, held: 1 });
  expect((await alerts('R1')).map(({ operatorId, backfill: mark }) => [operatorId, mark]).sort()).toEqual([
    ['o-live', true],
    ['o-told', undefined],
  ]);
});

it('opens the alert about a limit again for what came after it was resolved, and only then', async () => {
  await comesBackTooLate();
  const [limit] = await limitAlerts();
  const late = (sequence: number): Told => ({
    ...{ name: 'LoginFailed', operator: 'o-1', terminal: 't-2', data: { reason: 'invalid-password' } },
    ...{ sequence, at: 4_000 + sequence, recorded: 5 * day + 120 },
  });
  await log.append([late(7)]);
  await log.newProjector().catchUp();
  expect(await limitAlerts()).toMatchObject([{ count: 6, revision: limit!.revision }]);
  await log.say(`alert-${limit!.id}`, 'AlertResolved', { actor: 'a', reason: 'benign' }, 6 * day);
  await log.projector.catchUp();
  await log.append([late(8)]);
  await log.newProjector().catchUp();
  expect(await limitAlerts()).toMatchObject([{ status: 'open', count: 7 }]);
});

import { rules } from '@tillwatch/detection';
import type { RuleStage } from '@tillwatch/events';
import { listAlerts } from './alerts.js';
import { openLiveLog, type LiveLog, type Told } from './live-log.contract.js';
import { readModels } from './read-models.js';
import { rebuild } from './rebuild.js';
import { ruleLives, ruleStages } from './rule-life.js';
import { listShadowFindings } from './shadow-findings.js';

let log: LiveLog;
afterEach(() => log.drop());

const { id: rule, version } = rules.find(({ id }) => id === 'R1')!;

type Step = Told[] | { stage: RuleStage; at: number; stores?: string[] };

let sequence = 0;
/** Failures of an operator, one every five seconds from `at` on, each operator at a terminal of its own. */
const guesses = (operator: string, count: number, at: number, store = 's-1'): Told[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ name: 'LoginFailed', operator, store, data: { reason: 'invalid-password' } },
    ...{ terminal: `t-${operator}`, sequence: ++sequence, at: at + index * 5 },
  }));

async function play(steps: readonly Step[], settle: () => Promise<void>): Promise<void> {
  for (const step of steps) {
    if (Array.isArray(step)) await log.append(step);
    else {
      const { at, ...change } = step;
      await log.say(`rule-${rule}`, 'RuleStageChanged', { actor: 'a', rule, version, reason: 'r', ...change }, at);
    }
    await settle();
  }
}

/** Operator and count of every alert and shadow finding of the rule. */
async function outcome() {
  const alerts = (await listAlerts(log.database, { rule, limit: 100 })).items;
  const shadows = (await listShadowFindings(log.database, { rule, limit: 100 })).items;
  const said = (list: { operatorId?: string; count: number }[]) =>
    list.map(({ operatorId, count }) => `${operatorId} ${count}`).sort();
  return { alerts: said(alerts), shadows: said(shadows) };
}

const trial: Step[] = [
  { stage: 'shadow', at: 0 },
  guesses('o-goes-on', 6, 10),
  guesses('o-stops', 6, 10),
  { stage: 'live', at: 100 },
  guesses('o-goes-on', 6, 110),
  guesses('o-new', 6, 120),
];

const pause: Step[] = [
  guesses('o-before', 6, 10),
  { stage: 'retired', at: 50 },
  guesses('o-before', 6, 60),
  guesses('o-meanwhile', 6, 60),
  guesses('o-goes-on', 6, 60),
  { stage: 'live', at: 200 },
  guesses('o-goes-on', 6, 210),
  // Brings the key into memory again, and what it did while nobody judged it.
  [
    {
      name: 'LoginSucceeded',
      terminal: 't-x',
      sequence: 1,
      at: 900,
      operator: 'o-meanwhile',
      data: { sessionId: 'x', factors: ['pin'] },
    },
  ],
];

const canary: Step[] = [
  { stage: 'shadow', at: 0 },
  { stage: 'live', at: 5, stores: ['s-2'] },
  guesses('o-here', 6, 10, 's-1'),
  guesses('o-there', 6, 10, 's-2'),
  { stage: 'draft', at: 100, stores: ['s-3'] },
  guesses('o-nowhere', 6, 110, 's-3'),
];

it.each([
  [
    'tells nobody in shadow, and of what goes on when it is live',
    trial,
    ['o-goes-on 10', 'o-new 5'],
    ['o-goes-on 5', 'o-stops 5'],
  ],
  [
    'judges nothing that happened while it was retired, but keeps true what it had told',
    pause,
    ['o-before 10', 'o-goes-on 10'],
    [],
  ],
  ['is live in some stores first', canary, ['o-there 5'], ['o-here 5']],
])('a rule %s: the same however it was projected', async (_, steps, alerts, shadows) => {
  log = await openLiveLog();
  await play(steps, () => log.projector.catchUp());
  expect(await outcome()).toEqual({ alerts, shadows });
  for (const model of readModels)
    expect([model.name, (await rebuild(log.database, model)).equal]).toEqual([model.name, true]);
  await log.drop();

  log = await openLiveLog();
  await play(steps, () => log.newProjector().catchUp());
  expect(await outcome()).toEqual({ alerts, shadows });
  await log.drop();

  log = await openLiveLog();
  await play(steps, async () => {});
  await log.projector.catchUp();
  expect(await outcome()).toEqual({ alerts, shadows });
  await log.drop();

  log = await openLiveLog({ alongside: (projector) => (tx, events) => projector.apply(tx, events) });
  log.projector.start();
  while (!log.projector.isLeader) await new Promise((resolve) => setTimeout(resolve, 5));
  await play(steps, async () => {});
  expect(await log.rows('SELECT position FROM read_models.checkpoint')).toEqual([{ position: await log.store.head() }]);
  await log.projector.stop();
  expect(await outcome()).toEqual({ alerts, shadows });
});

it('marks a shadow finding superseded when late history shows that it never stood', async () => {
  log = await openLiveLog();
  await play([{ stage: 'shadow', at: -1_000 }, guesses('o-1', 6, 10)], () => log.projector.catchUp());
  // Earlier failures that came late: the episode began with them.
  await play([guesses('o-1', 3, -40)], () => log.projector.catchUp());
  const { items } = await listShadowFindings(log.database, { rule, limit: 10 });
  expect(items.map(({ count, superseded }) => [count, superseded]).sort()).toEqual([[5, false], [5, true]]); // prettier-ignore
  expect((await listAlerts(log.database, { rule, limit: 10 })).items).toEqual([]);
});

it('keeps every stage it went through, who wanted it and why', async () => {
  log = await openLiveLog();
  await play(canary, () => log.projector.catchUp());
  expect(ruleStages((await ruleLives(log.database)).get(rule), version)).toMatchObject({
    stage: 'shadow',
    exceptions: [
      { store: 's-2', stage: 'live' },
      { store: 's-3', stage: 'draft' },
    ],
    stageChanges: [
      { stage: 'draft', stores: ['s-3'] },
      { stage: 'live', stores: ['s-2'] },
      { version, stage: 'shadow', actor: 'a', reason: 'r' },
    ],
  });
  expect(ruleStages(undefined, 1)).toEqual({ stage: 'live', exceptions: [], stageChanges: [] });
});

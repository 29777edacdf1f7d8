import type { BacktestFinding, BacktestLine, BacktestSummary } from '@tillwatch/api';
import { rules, type Rule } from '@tillwatch/detection';
import { backtest } from './backtest.js';
import { runBacktest } from './backtest-run.js';
import { listAlerts } from './alerts.js';
import { noon, openLiveLog, shuffled, workload, type LiveLog, type Told } from './live-log.contract.js';

let log: LiveLog;
beforeEach(async () => {
  log = await openLiveLog();
});
afterEach(() => log.drop());

const hour = 3_600;
const ruleOf = (id: string): Rule => rules.find((rule) => rule.id === id)!;
const R1 = ruleOf('R1');

let sequence = 0;
const guesses = (operator: string, count: number, at: number, store = 's-1'): Told[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ name: 'LoginFailed', operator, store, data: { reason: 'invalid-password' } },
    ...{ terminal: `t-${operator}`, sequence: ++sequence, at: at + index * 5 },
  }));

async function run(rule: Rule, request: { from?: number; to?: number; stores?: string[]; thresholds?: number[] } = {}) {
  const { from = -10 * hour, to = 100 * hour, ...more } = request;
  const lines: BacktestLine[] = [];
  const span = { from: noon + from * 1_000, to: noon + to * 1_000 };
  for await (const line of backtest(log.database, { rule, ...span, ...more })) lines.push(line);
  return {
    lines,
    findings: lines.flatMap((line): BacktestFinding[] => ('finding' in line ? [line.finding] : [])),
    noLonger: lines.flatMap((line) => ('noLonger' in line ? [line.noLonger] : [])),
    summary: (lines.at(-1) as { summary: BacktestSummary }).summary,
  };
}

it('finds over the whole past what was told while it happened, whatever the order it came in', async () => {
  for (const batch of [0, 1, 2, 3].map((part) => shuffled(workload(3, 800), 5).filter((_, i) => i % 4 === part))) {
    await log.append(batch.sort((a, b) => a.terminal.localeCompare(b.terminal) || a.sequence - b.sequence));
    await log.projector.catchUp();
  }
  let compared = 0;
  for (const rule of rules) {
    const told = (await listAlerts(log.database, { rule: rule.id, limit: 1_000 })).items;
    const { findings, noLonger, summary } = await run(rule);
    expect(findings.map(({ id }) => id).sort()).toEqual(told.map(({ id }) => id).sort());
    expect(noLonger).toEqual([]);
    expect(summary).toMatchObject({ findings: told.length, differs: 0, told: { alert: told.length, nobody: 0 } });
    compared += told.length;
  }
  expect(compared).toBeGreaterThan(20);
});

it('appends nothing and writes nothing', async () => {
  await log.append([...guesses('o-1', 6, 0), ...guesses('o-2', 9, 60)]);
  await log.projector.catchUp();
  const before = [await log.store.head(), await log.digests()];
  for (const rule of rules) await run(rule, { thresholds: [3, 4] });
  await log.projector.catchUp();
  expect([await log.store.head(), await log.digests()]).toEqual(before);
});

it('compares with what was told: an alert, a record in shadow, nobody, and what would be told no longer', async () => {
  await log.append(guesses('o-alert', 6, 0));
  await log.projector.catchUp();
  const change = { actor: 'a', rule: 'R1', version: R1.version, reason: 'r' };
  await log.say('rule-R1', 'RuleStageChanged', { ...change, stage: 'shadow' }, hour);
  await log.append(guesses('o-shadow', 6, 2 * hour));
  await log.projector.catchUp();
  await log.say('rule-R1', 'RuleStageChanged', { ...change, stage: 'draft' }, 3 * hour);
  await log.append(guesses('o-nobody', 6, 4 * hour));
  await log.projector.catchUp();
  const same = await run(R1);
  expect(same.findings.map(({ operatorId, told }) => `${operatorId} ${told}`)).toEqual([
    'o-alert alert',
    'o-nobody nobody',
    'o-shadow shadow',
  ]);
  expect(same.findings[0]!.evidence).toHaveLength(5);
  const stricter = await run({ ...R1.withThreshold!(7), id: 'R1' });
  expect(stricter.findings).toEqual([]);
  expect(stricter.noLonger.map(({ key, status }) => `${key} ${status}`)).toEqual(['operator:o-alert open']);
  const looser = await run({ ...R1.withThreshold!(3), id: 'R1' });
  expect(looser.summary).toMatchObject({ findings: 3, differs: 2, noLonger: 0 });
});

it('keeps to its range, its stores and its threshold', async () => {
  await log.append([...guesses('o-1', 6, 0), ...guesses('o-2', 9, 24 * hour), ...guesses('o-3', 6, 25 * hour, 's-2')]);
  await log.projector.catchUp();
  const day = await run(R1, { from: 12 * hour, to: 36 * hour, thresholds: [3, 6, 7, 10] });
  expect(day.findings.map(({ operatorId }) => operatorId)).toEqual(['o-2', 'o-3']);
  expect(day.summary).toMatchObject({ threshold: 5, events: 21, noLonger: 0 });
  expect(day.summary.thresholds).toEqual([
    { threshold: 3, findings: 2 },
    { threshold: 6, findings: 2 },
    { threshold: 7, findings: 1 },
    { threshold: 10, findings: 0 },
  ]);
  expect((await run(R1, { stores: ['s-2'] })).findings.map(({ operatorId }) => operatorId)).toEqual(['o-3']);
  expect((await run(R1, { from: 25 * hour, to: 25.003 * hour })).findings).toEqual([]);
});

it('says how far it is after every page, and lets the connection go when nobody listens any more', async () => {
  await log.append(Array.from({ length: 250 }, (_, index) => guesses(`o-${index}`, 6, index)).flat());
  await log.projector.catchUp();
  const { lines } = await run(R1);
  const progress = lines.flatMap((line) => ('progress' in line ? [line.progress] : []));
  expect(progress.length).toBeGreaterThan(3);
  expect(progress[0]).toMatchObject({ keysDone: 0, keys: 250 });
  expect(progress.at(-1)).toEqual({ keysDone: 250, keys: 250, events: 1_500, findings: 250 });
  for (let times = 0; times < 30; times++) {
    const span = { from: noon - hour * 1_000, to: noon + hour * 1_000 };
    for await (const { events } of runBacktest(log.database, { rule: R1, ...span })) if (events > 0) break;
  }
  expect(await log.rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

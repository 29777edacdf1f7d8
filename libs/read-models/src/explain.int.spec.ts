import { rules } from '@tillwatch/detection';
import { listAlerts } from './alerts.js';
import { explainAlert } from './explain-alert.js';
import { deadlines } from './deadlines.js';
import { explainDeadline } from './explain-deadline.js';
import { explainKey } from './explain-key.js';
import { noon, openLiveLog, type LiveLog, type Told } from './live-log.contract.js';

let log: LiveLog;
beforeEach(async () => {
  log = await openLiveLog();
});
afterEach(() => log.drop());

const ruleOf = (id: string) => rules.find((rule) => rule.id === id)!;
const hourMs = 3_600_000;
const iso = (seconds: number) => new Date(noon + seconds * 1_000).toISOString();

let sequence = 0;
const failed = (
  at: number,
  { reason = 'invalid-password', ...more }: Partial<Told> & { reason?: string } = {},
): Told => ({
  ...{ name: 'LoginFailed', operator: 'o-1', terminal: 't-1', sequence: ++sequence, at, data: { reason } },
  ...more,
});
const times = (count: number, from: number, every: number, more: Partial<Told> = {}): Told[] =>
  Array.from({ length: count }, (_, index) => failed(from + index * every, more));

beforeEach(() => {
  sequence = 0;
});

const alertOf = async (rule: string) => (await listAlerts(log.database, { rule, limit: 10 })).items[0]!;

it('shows the window of an alert event by event, in event order, with the three times of each', async () => {
  const late = times(2, 40, 10, { terminal: 't-2', clockAhead: 0, recorded: 7_200 });
  sequence = 0;
  await log.append([failed(0), failed(10), failed(20), failed(30, { reason: 'service-error' })]);
  await log.projector.catchUp();
  await log.append(late.map((event, index) => ({ ...event, sequence: index + 1 })));
  await log.projector.catchUp();
  await log.append([failed(60, { sequence: 5 }), failed(5_000, { sequence: 6 })]);
  await log.projector.catchUp();
  const alert = await alertOf('R1');
  const explanation = (await explainAlert(log.database, alert.id, rules))!;
  expect(explanation.steps.map(({ event, counts, outcome }) => [event.at, counts, outcome])).toEqual([
    [iso(0), true, 'none'],
    [iso(10), true, 'none'],
    [iso(20), true, 'none'],
    [iso(30), false, 'none'],
    [iso(40), true, 'none'],
    [iso(50), true, 'opened'],
  ]);
  expect(explanation.steps[5]!.event).toMatchObject({ time: iso(50), recordedAt: iso(7_200), terminalId: 't-2' });
  expect(explanation.fired).toMatchObject({ at: iso(50), recordedAt: iso(7_200), severity: 'medium', count: 5 });
  expect(explanation.fired!.lateByMs).toBe(7_150_000);
  expect(explanation.limits!.tiers.map(({ count }) => count)).toEqual([5, 10]);
  expect(explanation.steps[3]!.state.en).toBe('Not counted by this rule. 3 of 5 within 10 minutes.');
  expect(explanation.answer.en).toContain('severity medium, count 5');
  expect(explanation.answer.zh).toContain('计数 5');
});

it('says at what count it fired, and to what it came', async () => {
  await log.append(times(23, 0, 5));
  await log.projector.catchUp();
  const explanation = (await explainAlert(log.database, (await alertOf('R1')).id, rules))!;
  expect(explanation.fired).toMatchObject({ at: iso(20), count: 5, severity: 'medium' });
  expect(explanation.answer.en).toContain('severity high, count 20');
});

it('says so when the rule as it is would not fire, is not here any more, or there is no such alert', async () => {
  await log.append(times(6, 0, 10));
  await log.projector.catchUp();
  const { id } = await alertOf('R1');
  const stricter = { ...ruleOf('R1').withThreshold!(7), version: 9 };
  expect(await explainAlert(log.database, id, [stricter])).toMatchObject({ ruleVersion: 1, currentVersion: 9 });
  expect((await explainAlert(log.database, id, [stricter]))!.fired).toBeUndefined();
  expect(await explainAlert(log.database, id, [])).toMatchObject({ steps: [], rule: 'R1' });
  expect(await explainAlert(log.database, '00000000-0000-4000-8000-000000000000', rules)).toBeUndefined();
});

it('explains every alert of every rule that its own examples raise', async () => {
  for (const rule of rules) {
    const { events } = rule.examples.find(({ expect: expected }) => expected.length > 0)!;
    await log.append(
      events.map((event) => ({
        ...{ name: event.name, sequence: event.sequence!, data: event.data },
        ...{ terminal: `${rule.id}-${event.terminalId}`, at: (event.at - events[0]!.at) / 1_000 },
        ...(event.operatorId !== undefined && { operator: `${rule.id}-${event.operatorId}` }),
        ...(event.storeId !== undefined && { store: event.storeId }),
        ...(event.marks && { marks: event.marks as NonNullable<Told['marks']> }),
      })),
    );
    await log.projector.catchUp();
    const alert = await alertOf(rule.id);
    if (!alert) continue; // its example names an operator by the id it had
    const explanation = (await explainAlert(log.database, alert.id, rules))!;
    expect([rule.id, explanation.fired?.severity]).toEqual([rule.id, expect.any(String)]);
    expect(explanation.steps.length).toBeGreaterThan(0);
  }
});

describe('why a rule did not fire', () => {
  const key = { groupBy: 'operator', value: 'o-1' } as const;
  const span = { from: noon - 3_600_000, to: noon + 7_200_000, nowMs: noon + 7_200_000 };

  it('names the nearest miss and what it saw', async () => {
    await log.append([...times(4, 0, 60), failed(3_600)]);
    await log.projector.catchUp();
    const explanation = await explainKey(log.database, ruleOf('R1'), key, span);
    expect(explanation).toMatchObject({ alerts: [], nearest: { at: iso(180), value: 4, threshold: 5 }, held: [] });
    expect(explanation.steps).toHaveLength(5);
    expect(explanation.answer.en).toMatch(/^It did not fire: 4 of 5 within 10 minutes was the nearest\./);
    const elsewhere = await explainKey(log.database, ruleOf('R1'), { ...key, value: 'o-2' }, span);
    expect([elsewhere.steps, elsewhere.unseen]).toEqual([[], ['LoginFailed']]);
    expect(elsewhere.answer.en).toMatch(/^It did not fire: it saw no event it looks at\. It fires so: Five failed/);
  });

  it('says of every rule what it takes, or what its fields were compared with', async () => {
    for (const rule of rules) {
      const { firesWhen, answer } = await explainKey(log.database, rule, { ...key, groupBy: rule.groupBy }, span);
      if (rule.selection) continue;
      expect([answer.en, answer.zh]).toEqual([
        expect.stringContaining(firesWhen!.en),
        expect.stringContaining(firesWhen!.zh),
      ]);
    }
  });

  it('names the events that were missing, and counts those it saw', async () => {
    const reset = { channel: 'bank', actor: 'a', temporary: false };
    await log.append([{ ...failed(0), name: 'PasswordReset', data: reset }]);
    await log.projector.catchUp();
    const { seen, unseen, answer } = await explainKey(log.database, ruleOf('R19'), key, span);
    expect([seen, unseen]).toEqual([[{ name: 'PasswordReset', count: 1 }], ['LoginSucceeded']]);
    expect(answer.en).toContain('Not seen: LoginSucceeded.');
    expect(answer.zh).toContain('未出现的事件：LoginSucceeded。');
  });

  it('shows of a Sigma rule what each field was, and which of them was not what it looks for', async () => {
    await log.append([{ ...failed(0), name: 'NetworkChanged', data: { network: 'ethernet' } }]);
    await log.projector.catchUp();
    const terminal = { groupBy: 'terminal', value: 't-1' } as const;
    const { steps } = await explainKey(log.database, ruleOf('R26'), terminal, span);
    expect(steps[0]!.compared).toEqual([
      { field: 'type', value: ['NetworkChanged'], met: true },
      { field: 'network', value: ['ethernet'], met: false },
    ]);
  });

  it('says of a deadline what is not done, when it is due, and whose data is not complete', async () => {
    const deadline = deadlines.find(({ id }) => id === 'R21-kept')!;
    const about = (hours: number) =>
      explainDeadline(log.database, deadline, key, { ...span, to: noon + 48 * hourMs, nowMs: noon + hours * hourMs });
    expect(await about(1)).toMatchObject({ due: [], firesWhen: deadline.due });
    expect((await about(1)).answer.en).toMatch(/^It did not fire\. It is due: .* Nothing of it is undone\.$/);
    await log.append([
      { ...failed(0), name: 'PasswordReset', data: { channel: 'bank', actor: 'a', temporary: true } },
      { ...failed(1), name: 'LoginSucceeded', data: { sessionId: 's', factors: ['password'] } },
    ]);
    await log.projector.catchUp();
    const soon = await about(1);
    expect(soon.due).toMatchObject([{ state: 'due-soon', dueAt: iso(86_400) }]);
    expect(soon.answer.zh).toContain('之前未到期');
    const later = await about(30);
    expect(later.due).toMatchObject([{ state: 'pending-data' }]);
    expect(later.pending).toMatchObject([{ terminalId: 't-1' }]);
  });

  it('names the terminals that have not told everything yet', async () => {
    await log.append(times(3, 0, 60));
    await log.projector.catchUp();
    const { pending, answer } = await explainKey(log.database, ruleOf('R1'), key, span);
    expect(pending).toEqual([{ terminalId: 't-1', dataCompleteUntil: iso(120) }]);
    expect(answer.zh).toContain('数据待补');
    const until = { ...span, to: noon + 120_000 };
    expect((await explainKey(log.database, ruleOf('R1'), key, until)).pending).toEqual([]);
  });

  it('says what kept people from being told: a stage, a silence', async () => {
    const change = { actor: 'a', rule: 'R1', version: ruleOf('R1').version, reason: 'r' };
    await log.say('rule-R1', 'RuleStageChanged', { ...change, stage: 'shadow' }, -100);
    const silence = { actor: 'a', author: 'li.na', matchers: { key: 'operator:o-1' }, reason: 'drill' };
    const until = { from: iso(-10), until: iso(600), remindAt: iso(590) };
    await log.say('silence-1', 'SilenceCreated', { ...silence, ...until }, -10);
    const other = { ...silence, matchers: { key: 'operator:o-2' } };
    await log.say('silence-2', 'SilenceCreated', { ...other, ...until }, -10);
    await log.append(times(6, 0, 10));
    await log.projector.catchUp();
    const { held, alerts, answer } = await explainKey(log.database, ruleOf('R1'), key, span);
    expect([alerts, answer.en]).toEqual([[], expect.stringMatching(/^It fired once\./)]);
    expect(held).toEqual([
      { kind: 'stage', stage: 'shadow', store: 's-1', since: iso(-100) },
      expect.objectContaining({ kind: 'silence', id: '1', author: 'li.na', reason: 'drill', until: iso(600) }),
    ]);
  });
});

import type { Observation } from '@tillwatch/detection';
import { hourMs, tradingDayMs } from '../fleet/durations.js';
import { ordinaryDay } from '../fleet/ordinary-day.js';
import { planFleet } from '../fleet/plan-scenario.js';
import { failures } from '../fleet/till.js';
import { observationsOf, standingAfter } from './judged.fixture.js';
import type { Scenario } from './scenario.js';

const days = 7;
/** Fleets of forty people each, one after the other: a plan is held in memory whole. */
const fleets = 5;
const tills = 20;
const start = Date.parse('2026-03-02T00:00:00Z');
const patienceMs = 300_000;

/** Two people to a till, the same each day, with honest forgetting, breaks and short times without a network. */
const ordinaryWeek = (name: string, incident?: Scenario['play']): Scenario => ({
  name,
  summary: { en: 'A week of forty operators.', zh: '四十名操作员的一周。' },
  durationMs: (days - 1) * 24 * hourMs + tradingDayMs,
  terminals: tills,
  play(stage) {
    for (let count = 0; count < tills; count++) {
      const till = stage.till({ opensAt: 0 });
      const staff = [stage.operator(), stage.operator()] as const;
      const random = stage.random.fork(till.id);
      for (let day = 0; day < days; day++) {
        ordinaryDay(stage, till, { opens: day * 24 * hourMs, staff, random: random.fork(`day-${day}`) });
      }
    }
    return incident?.(stage) ?? [];
  },
});

/** What is above low after the plan was delivered as its network let it. */
function raisedBy(scenario: Scenario, seed: number): { alerts: string[]; operators: number; events: number } {
  const { terminals } = planFleet(scenario, { seed, start });
  const operators = new Set<string>();
  let events = 0;
  const batches = terminals.flatMap((terminal) => {
    const all = observationsOf(terminal);
    events += all.length;
    for (const { operatorId } of all) if (operatorId !== undefined) operators.add(operatorId);
    return terminal.deliveries.map(({ at, from, to }) => ({ at, batch: all.slice(from, to) }));
  });
  const delivered: Observation[][] = batches.sort((one, other) => one.at - other.at).map(({ batch }) => batch);
  const alerts = standingAfter(delivered).filter(({ finding }) => finding.severity !== 'low');
  return { alerts: alerts.map(({ rule, key }) => `${rule} ${key}`), operators: operators.size, events };
}

it(
  'raises nothing above low in an ordinary week of 200 operators',
  () => {
    const weeks = Array.from({ length: fleets }, (_, seed) => raisedBy(ordinaryWeek('ordinary-week'), seed));
    expect(weeks.flatMap(({ alerts }) => alerts)).toEqual([]);
    expect(weeks.reduce((sum, { operators }) => sum + operators, 0)).toBe(200);
    expect(weeks.reduce((sum, { events }) => sum + events, 0)).toBeGreaterThan(100_000);
  },
  patienceMs,
);

it(
  'would see one guesser among them',
  () => {
    const scenario = ordinaryWeek('week-with-guesser', (stage) => {
      const till = stage.tills[11]!;
      failures(till, till.acts[0]!.operatorId!, { from: 3 * 24 * hourMs + hourMs, count: 6, everyMs: 20_000 });
      return [];
    });
    expect(raisedBy(scenario, 1).alerts.map((alert) => alert.split(' ')[0])).toContain('R1');
  },
  patienceMs,
);

import { rules, type Observation } from '@tillwatch/detection';
import { parseEvents, redact } from '@tillwatch/events';
import { generateLoad } from '../fleet/generate-load.js';
import { planScenario, type PlannedFleet } from '../fleet/plan-scenario.js';
import { observationsOf, observed, standingAfter } from './judged.fixture.js';
import type { ExpectedAlert } from './scenario.js';
import { scenarios } from './scenarios.js';

const start = Date.parse('2026-03-01T00:00:00Z');

/** Batches in the order in which the plan delivers them over the whole fleet. */
function asDelivered({ terminals }: PlannedFleet): Observation[][] {
  return terminals
    .flatMap((terminal) => {
      const all = observationsOf(terminal);
      return terminal.deliveries.map(({ at, from, to }) => ({ at, batch: all.slice(from, to) }));
    })
    .sort((one, other) => one.at - other.at)
    .map(({ batch }) => batch);
}

/** The alerts that stand in the end, one line each. */
const alertsAfter = (batches: readonly (readonly Observation[])[]): string[] =>
  standingAfter(batches)
    .map(({ rule, key }) => `${rule} ${key}`)
    .sort();

const linesOf = (expects: readonly ExpectedAlert[]): string[] =>
  expects.flatMap(({ rule, key, count }) => Array<string>(count).fill(`${rule} ${key}`)).sort();

describe.each(scenarios.map(({ name }) => name))('%s', (name) => {
  it.each([1, 2, 3])('raises exactly the alerts it declares, in journal order and as delivered (seed %i)', (seed) => {
    const plan = planScenario(name, { seed, start });
    expect(alertsAfter(plan.terminals.map(observationsOf))).toEqual(linesOf(plan.expects));
    expect(alertsAfter(asDelivered(plan))).toEqual(linesOf(plan.expects));
  });
});

it('declares only rules that exist, on operators and terminals that are in the plan', () => {
  const { expects, terminals } = planScenario('shop-day', { seed: 1, start });
  const known = new Set(rules.map(({ id }) => id));
  const events = terminals.flatMap(({ entries }) => entries.map(({ event }) => event));
  for (const { rule, key } of expects) {
    expect(known).toContain(rule);
    const [groupBy, value] = key.split(':');
    const keysOf = ({ subject, source, storeid, data }: (typeof events)[number]) => ({
      operator: subject,
      terminal: source.replace('/terminals/', ''),
      store: storeid,
      actor: data['actor'],
    });
    expect(events.some((event) => keysOf(event)[groupBy as keyof ReturnType<typeof keysOf>] === value)).toBe(true);
  }
});

it('raises no alert from generated load', async () => {
  const load = generateLoad({ terminals: 3, seed: 1, start, batchSize: 500 });
  const batches: Observation[][] = [];
  while (batches.length < 6) {
    const { terminalId, body } = (await load.next()).value;
    const parsed = parseEvents(body, 'batch');
    if (!parsed.ok) throw new Error(parsed.error.message);
    batches.push(
      parsed.value.map((item) => {
        if (!item.ok || !item.mapped) throw new Error(JSON.stringify(item));
        const { event, marks } = redact(item.event, 'test-key');
        return observed(event, terminalId, Date.parse(event.time), marks);
      }),
    );
  }
  expect(alertsAfter(batches)).toEqual([]);
});

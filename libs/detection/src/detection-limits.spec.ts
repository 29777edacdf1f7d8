import type { DetectionEngine } from './decision.js';
import { limitDecisions } from './detection-limits.js';
import { createDetectionEngine } from './engine.js';
import type { Observation } from './observation.js';
import { rules } from './rules.js';
import { failure, repeat, scene } from './scene.js';

const hourMs = 3_600_000;

function observe(engine: DetectionEngine, events: readonly Observation[]) {
  for (const key of engine.missing(events)) engine.load(key, [], []);
  return engine.observe(events);
}

/** One failure a minute, and one that happened `hours` before the first of them and comes last. */
function withLatecomer(hours: number): [Observation[], Observation] {
  const events = scene(repeat(6_000, 60, failure(0)));
  const at = events.at(-1)!.at - hours * hourMs;
  const late = { ...events[0]!, id: 'late', terminalId: 't-9', at, sequence: 1, recordedAt: events.at(-1)!.recordedAt };
  return [events, late];
}

it('names the event that came too late to be judged, and the rules it was too late for', () => {
  const engine = createDetectionEngine(rules, { maxEventsPerKey: 100 });
  const [events, late] = withLatecomer(98);
  observe(engine, events);
  engine.takeLimits();
  observe(engine, [late]);
  const met = engine.takeLimits();
  expect(met).toMatchObject([
    { kind: 'too-late', key: { groupBy: 'operator', value: 'o-1' }, events: [late], count: 1 },
  ]);
  expect([...met[0]!.rules]).toEqual(expect.arrayContaining(['R1', 'R4']));
  expect(engine.takeLimits()).toEqual([]);
  const [decision] = limitDecisions(met);
  expect(decision).toMatchObject({
    ...{ kind: 'raise', operatorId: 'o-1', terminalId: 't-9', storeId: 's-1', lateByMs: 98 * hourMs + 1_000 },
    ...{ rule: { id: 'R30i' }, finding: { severity: 'high', count: 1, evidence: ['late'], anchor: 'late' } },
  });
});

it('says when a history was cut, and says nothing while everything was judged', () => {
  const engine = createDetectionEngine(rules, { maxEventsPerKey: 100 });
  const events = scene(repeat(101, 1, failure(0)));
  observe(engine, events.slice(0, 100));
  expect(engine.takeLimits()).toEqual([]);
  observe(engine, events.slice(100));
  const met = engine.takeLimits();
  expect(met.map(({ kind, key }) => [kind, key.groupBy]).sort()).toEqual([
    ['history-cut', 'operator'],
    ['history-cut', 'terminal'],
  ]);
  expect(limitDecisions(met).map(({ alertId }) => alertId)).toEqual(
    limitDecisions(met.map((one) => ({ ...one, count: 9 }))).map(({ alertId }) => alertId),
  );
});

import { Edge } from './arrival.contract.js';
import { createDetectionEngine } from './engine.js';
import { loneLane } from './lane.contract.js';
import type { Observation } from './observation.js';
import { rules } from './rules.js';
import { frozenActivity } from './rules/frozen-activity.js';
import { scene, type Line } from './scene.js';

const DAY_S = 86_400;
const DAYS = 200;
const key = { groupBy: 'terminal', value: 't-1' } as const;
const login = (at: number): Line => ({ at, name: 'LoginSucceeded', data: { sessionId: `s-${at}` } });
const acknowledged = (at: number, command: string): Line => ({
  at,
  name: 'CommandAcknowledged',
  data: { command, outcome: 'done' },
});
const logins = Array.from({ length: DAYS }, (_, day) => login(day * DAY_S + 60));
const frozen = scene(acknowledged(0, 'freeze'), logins);

/** What an edge gives a new engine of a long history: the horizon, and what lasts. */
function reloaded(events: readonly Observation[]) {
  const engine = createDetectionEngine([frozenActivity]);
  const from = events.at(-1)!.at - engine.horizon.terminal;
  const history = events.filter(({ at, name }) => at >= from || engine.lasting.terminal.has(name));
  expect(history.length).toBeLessThan(20);
  engine.load(key, history, []);
  engine.observe([]);
  return engine;
}

it('what lasts is judged by for as long as it lasts, though the history between is let go', () => {
  const { lane, add } = loneLane(frozenActivity, key);
  const engine = createDetectionEngine(rules);
  const edge = new Edge(() => engine);
  for (const event of frozen) {
    add(event);
    lane.fold();
    lane.trim(engine.horizon.terminal);
    edge.deliver([event]);
  }
  expect(lane.events.length).toBeLessThan(DAYS / 2);
  expect(lane.events[0]!.name).toBe('CommandAcknowledged');
  expect(edge.findings('R28')).toHaveLength(DAYS);
});

it('what lasts is remembered by name and slot only: the newest, in its order', () => {
  const { lane, add } = loneLane(frozenActivity, key);
  const events = scene(
    acknowledged(0, 'unfreeze'),
    { at: 10, name: 'TamperDetected', data: {} },
    acknowledged(20, 'freeze'),
    acknowledged(30, 'end-sessions'),
    Array.from({ length: 200 }, (_, i) => login(40 + i * 7_200)),
  );
  for (const event of events) add(event);
  lane.fold();
  expect(lane.cut(100)).toBe(true);
  expect(lane.events.slice(0, 3).map(({ at }) => at)).toEqual([events[1]!.at, events[2]!.at, events[114]!.at]);
  const again = lane.events.map((event) => ({ ...event }));
  const { lane: loaded } = loneLane(frozenActivity, key, again);
  loaded.load(again[2]!.at, []);
  loaded.fold();
  expect(loaded.findings!.size).toBe(90);
});

it('what lasts is found again after a restart, where it is older than the rest of the history', () => {
  expect(reloaded(frozen).observe([])).toEqual([]);
  const [next] = scene(login(DAYS * DAY_S)).map((event) => ({ ...event, id: 'next', sequence: 1_000 }));
  expect(reloaded(frozen).observe([next!])).toMatchObject([{ kind: 'raise', finding: { anchor: 'next' } }]);
  const released = frozen.with(1, { ...frozen[1]!, ...acknowledged(60, 'unfreeze'), at: frozen[1]!.at });
  expect(reloaded(released).observe([next!])).toEqual([]);
});

it('what lasts counts when it comes late, however late, and what does not last is too late by then', () => {
  const engine = createDetectionEngine([frozenActivity]);
  const edge = new Edge(() => engine);
  for (const event of frozen.slice(1)) edge.deliver([event]);
  expect(edge.findings('R28')).toEqual([]);
  edge.deliver([frozen[0]!]);
  expect(edge.findings('R28').length).toBeGreaterThan(0);
  const before = edge.open();
  edge.deliver([{ ...frozen[1]!, id: 'late', sequence: 1, at: frozen[1]!.at }]);
  expect(engine.counters.tooLate).toBe(1);
  expect(edge.open()).toBe(before);
});

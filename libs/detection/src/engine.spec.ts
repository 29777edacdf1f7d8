import { Edge } from './arrival.contract.js';
import { createDetectionEngine, type EngineLimits } from './engine.js';
import { loneLane } from './lane.contract.js';
import type { Observation } from './observation.js';
import { alertIdOf } from './reconcile.js';
import { rules } from './rules.js';
import { operatorGuessing } from './rules/operator-guessing.js';
import { failure, repeat, scene, type Line } from './scene.js';

const DAY_S = 86_400;
const operatorKey = { groupBy: 'operator', value: 'o-1' } as const;

/** Engine and edge together, so that a test sees the counters. */
function edgeWith(limits: EngineLimits = {}) {
  const engine = createDetectionEngine(rules, limits);
  return { engine, edge: new Edge(() => engine) };
}

/** What was decided about the operator rule R1. */
function aboutOperator(edge: Edge, batch: readonly Observation[]) {
  return edge.deliver(batch).filter(({ rule }) => rule.id === 'R1');
}

describe('what is reported', () => {
  it('is the end of a batch, not the steps within it', () => {
    const decisions = aboutOperator(new Edge(), scene(repeat(12, 10, failure(0))));
    expect(decisions).toMatchObject([
      { kind: 'raise', finding: { severity: 'high', count: 10 }, operatorId: 'o-1', terminalId: 't-1', storeId: 's-1' },
    ]);
  });

  it('is a revision when the same finding grows, and nothing when it does not', () => {
    const edge = new Edge();
    const events = scene(repeat(11, 10, failure(0)));
    const kinds = events.map((event) =>
      aboutOperator(edge, [event])
        .map(({ kind }) => kind)
        .join(),
    );
    expect(kinds).toEqual(['', '', '', '', 'raise', '', '', '', '', 'revise', '']);
  });

  it('is sorted by alert id and nothing for duplicates', () => {
    const edge = new Edge();
    const events = scene(repeat(12, 10, failure(0)), { at: 121, name: 'LoginSucceeded', data: { sessionId: 's' } });
    const ids = edge.deliver(events).map(({ alertId }) => alertId);
    expect(ids).toHaveLength(4);
    expect(ids).toEqual(ids.toSorted());
    expect(edge.deliver(events)).toEqual([]);
  });

  it('supersedes a finding that began earlier than was known, naming the one that tells it now', () => {
    const edge = new Edge();
    const [earlier, ...known] = scene(repeat(6, 60, failure(0)));
    const before = alertIdOf('R1', operatorKey, known[0]!.id);
    const after = alertIdOf('R1', operatorKey, earlier!.id);
    expect(aboutOperator(edge, known)).toMatchObject([{ kind: 'raise', alertId: before }]);
    const decisions = aboutOperator(edge, [earlier!]);
    expect(decisions).toHaveLength(2);
    expect(decisions).toContainEqual(expect.objectContaining({ kind: 'supersede', alertId: before, by: after }));
    expect(decisions).toContainEqual(expect.objectContaining({ kind: 'raise', alertId: after }));
  });

  it.each([false, true])('reopens by a revision what was superseded and stands after all (restart: %s)', (restart) => {
    const guesses = [...repeat(5, 2, failure(0))];
    const reset: Line = { at: 20, name: 'PasswordReset', data: { channel: 'bank', actor: 'o-2' } };
    const success: Line = { at: 60, name: 'LoginSucceeded', data: { sessionId: 's' } };
    const events = scene(guesses, reset, repeat(5, 2, failure(30)), success);
    const [first, late, more] = [[...events.slice(0, 5), events[11]!], [events[5]!], events.slice(6, 11)];
    const edge = new Edge();
    const about = (batch: Observation[]) => edge.deliver(batch).filter(({ rule }) => rule.id === 'R4');
    expect(about(first)).toMatchObject([{ kind: 'raise' }]);
    const superseded = about(late);
    expect(superseded).toMatchObject([{ kind: 'supersede' }]);
    expect(superseded[0]).not.toHaveProperty('by');
    expect(edge.findings('R4')).toEqual([]);
    if (restart) edge.restart();
    expect(about(more)).toMatchObject([{ kind: 'revise', finding: { firstAt: events[6]!.at } }]);
    expect(edge.findings('R4')).toHaveLength(1);
  });

  it('reopens a superseded alert whose finding is back exactly as it was', () => {
    const edge = new Edge();
    const events = scene(repeat(5, 1, failure(0)));
    const [told] = aboutOperator(edge, events);
    const finding = edge.findings('R1')[0]!;
    const reload = (superseded: boolean) => {
      const engine = createDetectionEngine([operatorGuessing]);
      engine.load(operatorKey, events, [{ alertId: told!.alertId, rule: 'R1', finding, superseded }]);
      return engine.observe([]);
    };
    expect(reload(true)).toMatchObject([{ kind: 'revise', alertId: told!.alertId, finding }]);
    expect(reload(false)).toEqual([]);
  });

  it('says how late the evidence that arrived last was, from over five minutes on', () => {
    const lateness = (lateByMs: number) => {
      const events = scene(repeat(5, 1, failure(0)));
      const last = { ...events[2]!, recordedAt: events[2]!.at + lateByMs };
      return aboutOperator(new Edge(), events.with(2, last)).map(
        (decision) => 'lateByMs' in decision && decision.lateByMs,
      );
    };
    expect(lateness(300_000)).toEqual([0]);
    expect(lateness(300_001)).toEqual([300_001]);
  });

  it('includes what a loaded history shows and nobody was told, once', () => {
    const engine = createDetectionEngine(rules);
    const events = scene(repeat(5, 1, failure(0)));
    engine.load(operatorKey, events, []);
    expect(engine.observe([])).toMatchObject([{ kind: 'raise', rule: { id: 'R1' } }]);
    expect(engine.observe([])).toEqual([]);
  });
});

describe('what is held', () => {
  /** Five failures at noon each day: every day its own finding. */
  const days = (count: number) =>
    scene(...Array.from({ length: count }, (_, day) => repeat(5, 10, failure(day * DAY_S))));

  it('asks for keys that a rule needs, until they are loaded', () => {
    const engine = createDetectionEngine(rules);
    const events = scene(failure(0), { at: 1, name: 'Heartbeat', operatorId: 'o-2', terminalId: 't-2' });
    expect(engine.missing(events)).toEqual([
      operatorKey,
      { groupBy: 'terminal', value: 't-1' },
      { groupBy: 'store', value: 's-1' },
    ]);
    expect(() => engine.observe(events)).toThrow('not loaded');
    for (const key of engine.missing(events)) engine.load(key, [], []);
    expect(engine.missing(events)).toEqual([]);
    engine.forget(operatorKey);
    expect(engine.missing(events)).toEqual([operatorKey]);
    engine.forgetAll();
    expect(engine.missing(events)).toHaveLength(3);
  });

  it('lets go of keys not used lately, and asks for them again', () => {
    const { engine, edge } = edgeWith({ maxKeys: 2 });
    for (const operatorId of ['o-1', 'o-2', 'o-3']) edge.deliver(scene(failure(0, { operatorId })));
    expect(engine.counters.evictedKeys).toBeGreaterThan(0);
    expect(engine.missing(scene(failure(0)))).toContainEqual(operatorKey);
  });

  it('trims history at a pause, and what was found there stays found', () => {
    const { lane, add } = loneLane(operatorGuessing, operatorKey);
    const { engine, edge } = edgeWith();
    for (const event of days(200)) {
      add(event);
      lane.fold();
      lane.trim(engine.horizon.operator);
      for (const decision of aboutOperator(edge, [event])) expect(decision.kind).toBe('raise');
    }
    expect(lane.events.length).toBeLessThan(100);
    expect(edge.findings('R1')).toHaveLength(200);
  });

  it('leaves what is older than a loaded history as it was told', () => {
    const edge = new Edge();
    const events = days(20);
    edge.deliver(events);
    const told = [...edge.alerts].map(([alertId, { rule, finding }]) => ({ alertId, rule, finding }));
    const engine = createDetectionEngine(rules);
    const newest = events.at(-1)!;
    engine.load(
      operatorKey,
      events.filter(({ at }) => at >= newest.at - engine.horizon.operator),
      told,
    );
    expect(engine.observe([])).toEqual([]);
  });

  /** One failure every two minutes for six days: longer than any history that is loaded. */
  const siege = scene(repeat(4_320, 120, failure(0)));

  it('does not trim an episode that goes on, so that a late event changes nothing about it', () => {
    const { edge } = edgeWith();
    for (let i = 0; i < siege.length; i += 100) edge.deliver(siege.slice(i, i + 100));
    edge.deliver([{ ...siege.at(-2)!, id: 'late', terminalId: 't-2' }]);
    expect(edge.findings('R1')).toMatchObject([{ anchor: siege[0]!.id }]);
    expect([...edge.alerts.values()].filter(({ rule }) => rule === 'R1')).toHaveLength(1);
  });

  it('does not raise again the end of an episode that a loaded history begins in', () => {
    const engine = createDetectionEngine([operatorGuessing]);
    const newest = siege.at(-1)!;
    const held = siege.filter(({ at }) => at >= newest.at - engine.horizon.operator);
    expect(held.length).toBeLessThan(siege.length);
    engine.load(operatorKey, held, []);
    expect(engine.observe([])).toEqual([]);
  });

  it('counts and does not judge what is older than it holds', () => {
    const { engine, edge } = edgeWith();
    for (const event of days(200)) edge.deliver([event]);
    const before = edge.open();
    edge.deliver(
      scene(repeat(5, 1, failure(DAY_S * 3 + 3_600))).map((event) => ({
        ...event,
        id: `late-${event.id}`,
        sequence: undefined,
      })),
    );
    expect(engine.counters.tooLate).toBeGreaterThan(0);
    expect(edge.open()).toBe(before);
  });

  it('is not blinded by one event whose clock is years ahead', () => {
    const { engine, edge } = edgeWith();
    const ahead = scene(failure(4_000 * DAY_S)).map((event) => ({
      ...event,
      id: 'ahead',
      recordedAt: event.at - 4_000 * DAY_S * 1_000,
    }));
    edge.deliver([...ahead, ...days(40)]);
    const late = scene(repeat(5, 1, failure(38 * DAY_S + 3_600, { terminalId: 't-2' })));
    edge.deliver(late.map((event) => ({ ...event, id: `late-${event.id}` })));
    expect(engine.counters.tooLate).toBe(0);
    expect(edge.findings('R1')).toHaveLength(41);
  });

  it('cuts a flood at the limit, counts that, and keeps its one alert', () => {
    const { engine, edge } = edgeWith({ maxEventsPerKey: 100 });
    const events = scene(repeat(1_000, 0.1, failure(0)));
    for (let i = 0; i < events.length; i += 7) edge.deliver(events.slice(i, i + 7));
    const [straggler] = scene(failure(95));
    edge.deliver([{ ...straggler!, id: 'straggler', terminalId: 't-2' }]);
    expect(engine.counters.limitHits).toBeGreaterThan(0);
    expect(edge.findings('R1')).toMatchObject([{ severity: 'high' }]);
    expect([...edge.alerts.values()].map(({ rule }) => rule).sort()).toEqual(['R1', 'R2', 'R5']);
  });
});

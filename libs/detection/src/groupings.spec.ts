import { Edge, outcome, seeded } from './arrival.contract.js';
import { createDetectionEngine } from './engine.js';
import { actorOf, keyValueOf } from './interest.js';
import { loneLane } from './lane.contract.js';
import type { Observation } from './observation.js';
import type { Rule } from './rule.js';
import { rules } from './rules.js';
import { clockFault } from './rules/clock-fault.js';
import { earlyUnlock } from './rules/early-unlock.js';
import { lockoutStorm } from './rules/lockout-storm.js';
import { passwordSpray } from './rules/password-spray.js';
import { failure, repeat, scene, type Line } from './scene.js';

const DAY_S = 86_400;
const key = { groupBy: 'store', value: 's-1' } as const;
const login = (at: number, operator: number, terminal = 1): Line => ({
  at,
  name: 'LoginSucceeded',
  operatorId: `o-${operator}`,
  terminalId: `t-${terminal}`,
  data: { sessionId: `s-${at}`, factors: ['password'] },
});

/** A busy store: twelve tills, logins, slips and locks, one event every ten seconds, and now and then a quiet hour. */
function busyStore(count: number, seed: number): Observation[] {
  const random = seeded(seed);
  const below = (n: number) => Math.floor(random() * n);
  return scene(
    Array.from({ length: count }, (_, i): Line => {
      const at = i * 10 + Math.floor(i / 150) * 3_600;
      const who = { operatorId: `o-${below(30)}`, terminalId: `t-${below(12)}` };
      const kind = below(8);
      if (kind === 0) return { at, name: 'OperatorLocked', ...who, data: { reason: 'too-many-failures' } };
      return kind < 3 ? failure(at, who) : { ...login(at, 0), ...who };
    }),
  );
}

/** Almost in order, as twelve terminals that send batches of their own tell it. */
function almostInOrder(events: readonly Observation[], seed: number): Observation[] {
  const random = seeded(seed);
  return events
    .map((event, i) => ({ event, at: i + random() * 40 }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);
}

/** What a lane finds when it folds after every event; with how many steps. */
function folded(rule: Rule, events: readonly Observation[]) {
  let steps = 0;
  const counted: Rule = { ...rule, evolve: (state, event) => (steps++, rule.evolve(state, event)) };
  const { lane, add } = loneLane(counted, key);
  for (const event of events) {
    add(event);
    lane.fold();
  }
  return { findings: [...(lane.findings ?? [])].sort(), steps };
}

describe.each([passwordSpray, lockoutStorm])('$id, where many terminals write', (rule) => {
  const seen = (events: readonly Observation[]) => events.filter(({ name }) => rule.on.includes(name));
  const { copyState: _, ...slow } = rule;

  it('finds the same whether it goes on from a copy, from nothing or never goes back', () => {
    let found = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const events = seen(busyStore(600, seed));
      const arriving = almostInOrder(events, seed);
      const inOrder = folded(rule, events).findings;
      expect([seed, folded(rule, arriving).findings]).toEqual([seed, inOrder]);
      expect([seed, folded(slow, arriving).findings]).toEqual([seed, inOrder]);
      found += inOrder.length;
    }
    expect(found).toBeGreaterThan(60);
  });

  it('folds what follows an event that came out of order, and not the whole history', () => {
    const events = seen(busyStore(3_000, 1));
    const arriving = almostInOrder(events, 1);
    expect(folded(rule, arriving).steps / events.length).toBeLessThan(200);
    expect(folded(slow, arriving.slice(0, 1_000)).steps / 1_000).toBeGreaterThan(300);
  });
});

it('what was told of a busy store is what it would have been in order, also where less was found in the end', () => {
  const told = (events: readonly Observation[], size: number) => {
    const engine = createDetectionEngine([passwordSpray, lockoutStorm]);
    const edge = new Edge(() => engine);
    for (let i = 0; i < events.length; i += size) edge.deliver(events.slice(i, i + size));
    return edge.open();
  };
  for (let seed = 1; seed <= 20; seed++) {
    const events = busyStore(600, seed);
    expect([seed, told(almostInOrder(events, seed), 3)]).toEqual([seed, told(events, 600)]);
  }
});

it('what was told is set right when less of it stands, right after the copy it goes on from', () => {
  const counting: Rule<{ count: number; anchor?: string; stopped: boolean }> = {
    ...(passwordSpray as Rule<{ count: number; stopped: boolean }>),
    initialState: () => ({ count: 0, stopped: false }),
    copyState: (state) => ({ ...state }),
    evolve(state, { id, at, name }) {
      state.stopped ||= name === 'LoginSucceeded';
      if (state.stopped) return undefined;
      state.anchor ??= id;
      const [anchor, count] = [state.anchor, ++state.count];
      return { anchor, count, severity: 'low', firstAt: at, lastAt: at, evidence: [anchor], details: {} };
    },
  };
  const engine = createDetectionEngine([counting as Rule]);
  engine.load(key, [], []);
  const failures = scene(repeat(140, 10, failure(0)));
  expect(engine.observe(failures)).toMatchObject([{ kind: 'raise', finding: { count: 140 } }]);
  const [stop] = scene(login(1_275, 1, 2)).map((event) => ({ ...event, id: 'stop' }));
  expect(engine.observe([stop!])).toMatchObject([{ kind: 'revise', finding: { count: 128 } }]);
});

it('a store that never pauses holds what a late event needs, and lets the rest go', () => {
  const { lane, add } = loneLane(lockoutStorm, key);
  const engine = createDetectionEngine(rules);
  const every = 1_800;
  for (const event of scene(Array.from({ length: (60 * DAY_S) / every }, (_, i) => login(i * every, i % 40)))) {
    add(event);
    lane.fold();
    lane.trim(engine.horizon.store);
  }
  const needed = engine.horizon.store / (every * 1_000);
  expect(lane.events.length).toBeGreaterThanOrEqual(needed);
  expect(lane.events.length).toBeLessThan(3 * needed);
});

it('what is found of a store is of no terminal, and what is found of who acts names them', () => {
  const reset = (i: number): Line => ({
    at: i * 10,
    name: 'PasswordReset',
    operatorId: `o-${i}`,
    data: { channel: 'vendor', actor: 'engineer', caseId: 'c', temporary: true },
  });
  const decisions = new Edge().deliver(scene(Array.from({ length: 10 }, (_, i) => reset(i))));
  const [byActor, byStore] = ['R18', 'R18-store'].map((id) => decisions.find(({ rule }) => rule.id === id));
  expect(byActor).toMatchObject({ kind: 'raise', operatorId: 'engineer', terminalId: 't-1', storeId: 's-1' });
  expect(byStore).toMatchObject({ kind: 'raise', storeId: 's-1', key });
  expect(byStore).not.toHaveProperty('terminalId');
  expect(byStore).not.toHaveProperty('operatorId');
});

it('who acts is the one named, in one Unicode form; of a new role, the one who has it', () => {
  const data = { actor: 'Zoe\u0308' };
  expect(actorOf({ name: 'PasswordReset', operatorId: 'o-1', data })).toBe('Zo\u00eb');
  expect(actorOf({ name: 'RoleChanged', operatorId: 'o-1', data })).toBe('o-1');
  expect(actorOf({ name: 'LoginFailed', operatorId: 'o-1', data: { actor: '' } })).toBeUndefined();
  const [event] = scene(failure(0));
  expect((['operator', 'terminal', 'store', 'actor'] as const).map((by) => keyValueOf(event!, by))).toEqual([
    'o-1',
    't-1',
    's-1',
    undefined,
  ]);
});

it('each grouping looks back as far as its own rules, and for the events they name', () => {
  const day = DAY_S * 1_000;
  const hour = 3_600_000;
  const { horizon, names } = createDetectionEngine([passwordSpray, clockFault, earlyUnlock]);
  expect(horizon).toEqual({
    operator: 3 * day + 40 * 60_000,
    terminal: 3 * day + hour,
    store: 3 * day + hour / 2,
    actor: 3 * day,
  });
  expect(names.store).toEqual(['LoginFailed', 'LoginSucceeded']);
  expect(names.actor).toEqual([]);
});

it('a heartbeat is looked at when it tells of a wrong clock, or when it is marked, and never otherwise', () => {
  const engine = createDetectionEngine(rules);
  const heartbeat = (clockOffsetMs: number) => ({ name: 'Heartbeat', data: { queued: 0, clockOffsetMs } });
  expect(engine.watches(heartbeat(120_000))).toBe(false);
  expect(engine.watches(heartbeat(-120_001))).toBe(true);
  expect(engine.watches({ ...heartbeat(0), marks: ['chain-broken'] })).toBe(true);
  const [ordinary] = scene({ at: 0, ...heartbeat(0) });
  expect(engine.missing([ordinary!])).toEqual([]);
  expect(engine.observe([ordinary!])).toEqual([]);
});

describe('a finding that is withdrawn', () => {
  const events = scene(
    { at: 0, name: 'OperatorLocked', data: { reason: 'too-many-failures' } },
    { at: 300, name: 'OperatorUnlocked', data: { channel: 'administrator', actor: 'o-9' } },
    { at: 400, name: 'PasswordReset', data: { channel: 'bank', actor: 'o-9', caseId: 'c-1', temporary: false } },
  );
  const [locked, unlocked, reset] = [[events[0]!], [events[1]!], [events[2]!]];
  const about = (edge: Edge, batch: readonly Observation[]) =>
    edge.deliver(batch).filter(({ rule }) => rule.id === earlyUnlock.id);

  it('is superseded where it was told, and never told where it was not', () => {
    const edge = new Edge();
    expect(about(edge, locked)).toEqual([]);
    expect(about(edge, unlocked)).toMatchObject([{ kind: 'raise' }]);
    expect(about(edge, reset)).toMatchObject([{ kind: 'supersede' }]);
    expect(about(new Edge(), events)).toEqual([]);
  });

  it('is superseded by a process that did not tell it', () => {
    const edge = new Edge();
    edge.deliver(events.slice(0, 2));
    edge.restart();
    expect(about(edge, reset)).toMatchObject([{ kind: 'supersede' }]);
  });

  it('does not take another finding with it', () => {
    const edge = new Edge();
    edge.deliver(events);
    const again = scene(repeat(2, 1, { at: 500, name: 'OperatorLocked', data: { reason: 'too-many-failures' } }), {
      at: 600,
      name: 'OperatorUnlocked',
      data: { channel: 'vendor', actor: 'o-9' },
    }).map((event, i) => ({ ...event, id: `again-${i}`, sequence: 10 + i }));
    expect(about(edge, again)).toMatchObject([{ kind: 'raise', finding: { anchor: 'again-2' } }]);
    expect(edge.open()).toBe(outcome([[...again, ...events]]));
  });
});

import fc from 'fast-check';
import { arrival, outcome, seeded, type Detector } from './arrival.contract.js';
import type { Decision } from './decision.js';
import { createDetectionEngine } from './engine.js';
import { eventOrders } from './event-order.js';
import { interestOf, keyValueOf } from './interest.js';
import type { Observation } from './observation.js';
import { alertIdOf } from './reconcile.js';
import { groupings } from './rule.js';
import { rules } from './rules.js';
import { failure, scene, type Line } from './scene.js';

const SOUPS = 1_000;

const happenings: readonly Line[] = [
  ...[failure(0), failure(0), failure(0), failure(0, { data: { reason: 'service-error' } })],
  ...['a', 'b', 'c'].map((sessionId): Line => ({ at: 0, name: 'LoginSucceeded', data: { sessionId } })),
  ...['a', 'b'].map((sessionId): Line => ({ at: 0, name: 'LoggedOut', data: { sessionId } })),
  { at: 0, name: 'OperatorLocked', data: { reason: 'too-many-failures' } },
  { at: 0, name: 'LoginSucceeded', data: { sessionId: 'd', factors: ['pin'], networkId: 'n-2' } },
  ...['o-1', 'o-2'].map((actor): Line => ({
    at: 0,
    name: 'PasswordReset',
    data: { channel: 'bank', actor, temporary: true },
  })),
  { at: 0, name: 'PasswordReset', data: { channel: 'vendor', actor: 'o-1', caseId: 'c', temporary: true } },
  ...['administrator', 'lock-expired'].map((channel): Line => ({
    at: 0,
    name: 'OperatorUnlocked',
    data: { channel, actor: 'o-2' },
  })),
  ...[true, false].map((reused): Line => ({ at: 0, name: 'PasswordChanged', data: { verdict: { reused } } })),
  ...['OperatorAdded', 'OperatorDisabled'].map((name): Line => ({ at: 0, name, data: { actor: 'o-2' } })),
  { at: 0, name: 'RoleChanged', data: { actor: 'o-2', role: 'supervisor' } },
  ...['FactorEnrolled', 'FactorRemoved', 'FactorBypassed'].map((name): Line => ({
    at: 0,
    name,
    data: { factor: 'card', actor: 'o-2' },
  })),
  ...['TerminalStarted', 'TerminalStopped', 'WentOffline', 'CameOnline'].map((name): Line => ({ at: 0, name })),
  { at: 0, name: 'Heartbeat', marks: ['clock-implausible'], data: { clockOffsetMs: 121_000 } },
  { at: 0, name: 'ClockAdjusted', data: { before: '2026-01-05T12:00:10Z', after: '2026-01-05T12:00:00Z' } },
  { at: 0, name: 'ConflictingEventReceived' },
  { at: 0, name: 'Heartbeat', marks: ['chain-broken', 'secret-redacted'] },
  failure(0, { marks: ['clock-implausible'] }),
  ...['freeze', 'unfreeze'].map((command): Line => ({
    at: 0,
    name: 'CommandAcknowledged',
    data: { command, outcome: 'done' },
  })),
  { at: 0, name: 'NetworkChanged', data: { network: 'unknown' } },
  { at: 0, name: 'LoginSucceeded', data: { sessionId: 'd', network: 'wifi-public' } },
  { at: 0, name: 'TamperDetected', data: { kind: 'other' } },
  ...['k-1', 'k-2'].map((keyId): Line => ({ at: 0, name: 'ChainSealed', data: { keyId } })),
  { at: 0, name: 'ChainSealed', marks: ['after-revocation'], data: { keyId: 'k-1' } },
  ...['RecoveryCaseRequested', 'IdentityVerified', 'RecoveryApproved', 'RecoveryRejected'].map((name): Line => ({
    at: 0,
    name,
    data: { caseId: 'c', channel: 'bank', requestedBy: 'o-2', verifiedBy: 'o-2', actor: 'o-2' },
  })),
  { at: 0, name: 'IdentityVerificationFailed', data: { channel: 'vendor', actor: 'o-2', fault: 'device-mismatch' } },
  { at: 0, name: 'RecoveryResetSeen', data: { channel: 'bank', finding: 'elsewhere' } },
  { at: 0, name: 'FactorPrompted', data: { factor: 'qr', outcome: 'denied' } },
  { at: 0, name: 'ContactRegistered', data: { actor: 'o-2', kind: 'phone' } },
  { at: 0, name: 'PasswordReset', data: { channel: 'self-service', actor: 'o-1', temporary: true } },
];

/** Anything: bursts and long pauses, clocks that stand still or are set back, events with and without a journal place. */
const soup = fc
  .array(
    fc.record({
      line: fc.constantFrom(...happenings),
      operatorId: fc.constantFrom('o-1', 'o-1', 'o-2', `unknown-${'ab'.repeat(16)}`),
      terminalId: fc.constantFrom('t-1', 't-1', 't-2'),
      storeId: fc.constantFrom('s-1', 's-2', undefined),
      after: fc.constantFrom(-700, -1, 0, 1, 1, 4, 30, 130, 590, 3_000),
      numbered: fc.boolean(),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((entries) => {
    let at = 0;
    const lines = entries.map(({ line, after, operatorId, terminalId, storeId }) => {
      at += after;
      return { ...line, operatorId, terminalId, storeId, at };
    });
    return scene(lines).map((event, i) =>
      entries[i]!.numbered ? event : { ...event, epoch: undefined, sequence: undefined },
    );
  });

it(`ends in the same findings for all rules at once, however ${SOUPS} mixtures of events arrive`, () => {
  fc.assert(
    fc.property(soup, fc.integer(), (events, seed) => {
      const whole = outcome([events]);
      expect(outcome(arrival(events, seed))).toBe(whole);
      expect(outcome(arrival(events, seed + 1), undefined, seeded(seed))).toBe(whole);
    }),
    { numRuns: SOUPS },
  );
});

it('ends in the same findings when there is room for one key only', () => {
  fc.assert(
    fc.property(soup, fc.integer(), (events, seed) => {
      const cramped = () => createDetectionEngine(rules, { maxKeys: 1 });
      expect(outcome(arrival(events, seed), cramped)).toBe(outcome([events]));
    }),
    { numRuns: 200 },
  );
});

it('finds something in most mixtures, so that equal does not mean empty', () => {
  const found = fc.sample(soup, 200).filter((events) => outcome([events]) !== '');
  expect(found.length).toBeGreaterThan(100);
});

/** Folds events as they come and never looks back: what an engine must not be. */
function arrivalOrderDetector(): Detector {
  const states = new Map<string, unknown>();
  const seen = new Set<string>();
  const raised = new Set<string>();
  const interest = interestOf(rules);
  return {
    missing: () => [],
    load: () => undefined,
    observe(events) {
      const decisions: Decision[] = [];
      for (const event of events) {
        if (seen.has(event.id)) continue;
        seen.add(event.id);
        for (const groupBy of groupings) {
          const value = keyValueOf(event, groupBy);
          if (value === undefined) continue;
          for (const index of interest(event, groupBy)) {
            const rule = rules[index]!;
            const place = `${rule.id}/${value}`;
            if (!states.has(place)) states.set(place, rule.initialState());
            const finding = rule.evolve(states.get(place), event);
            if (!finding) continue;
            const key = { groupBy, value };
            const anchor = 'withdraws' in finding ? finding.withdraws : finding.anchor;
            const alertId = alertIdOf(rule.id, key, anchor);
            if ('withdraws' in finding) {
              if (raised.delete(alertId)) decisions.push({ alertId, rule, key, kind: 'supersede' });
              continue;
            }
            const kind = raised.has(alertId) ? 'revise' : 'raise';
            raised.add(alertId);
            decisions.push({ alertId, rule, key, kind, finding, lateByMs: 0 });
          }
        }
      }
      return decisions;
    },
  };
}

describe('an engine that folds in arrival order', () => {
  const examples = rules.flatMap((rule) => rule.examples.map((example) => ({ ...example, rule: rule.id })));
  const differs = (events: readonly Observation[]) =>
    Array.from({ length: 50 }, (_, seed) => arrival(events, seed)).some(
      (batches) => outcome(batches, arrivalOrderDetector) !== outcome([events]),
    );

  it('agrees with ours while events come in order', () => {
    const inJournalOrder = examples.filter(({ events }) =>
      events.every((event, i) => !i || event.at >= events[i - 1]!.at),
    );
    expect(inJournalOrder.length).toBeGreaterThan(30);
    for (const { events } of inJournalOrder) expect(outcome([events], arrivalOrderDetector)).toBe(outcome([events]));
  });

  it('breaks the law that ours keeps, for every rule', () => {
    // Of these each event is a finding of its own: there is no order to get wrong.
    const judgingAlone = ['R28-inspection', 'R29-binding'];
    for (const { id } of rules.filter((rule) => !judgingAlone.includes(rule.id))) {
      expect([id, examples.some(({ rule, events }) => rule === id && differs(events))]).toEqual([id, true]);
    }
  });
});

describe('the order of events', () => {
  const event = fc.record({
    at: fc.integer({ min: 0, max: 3 }),
    terminalId: fc.constantFrom('t-1', 't-2'),
    place: fc.option(fc.record({ epoch: fc.integer({ min: 1, max: 2 }), sequence: fc.integer({ min: 1, max: 3 }) })),
    id: fc.constantFrom('a', 'b', 'c'),
  });
  const observation = event.map(({ place, ...rest }): Observation => ({
    ...rest,
    ...place,
    name: '',
    recordedAt: 0,
    data: {},
  }));

  it.each(groupings)('is total and transitive by %s', (grouping) => {
    const order = eventOrders[grouping];
    fc.assert(
      fc.property(observation, observation, observation, (a, b, c) => {
        expect(Math.sign(order(a, b)) + Math.sign(order(b, a))).toBe(0);
        if (order(a, b) <= 0 && order(b, c) <= 0) expect(order(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 5_000 },
    );
  });
});

import { arrival, Edge, outcome, seeded } from './arrival.contract.js';
import type { Observation } from './observation.js';
import { rules } from './rules.js';

const SHUFFLES = 200;
const TWO_DAYS_MS = 48 * 3_600_000;

function late(events: readonly Observation[]): Observation[] {
  return events.map((event) => ({ ...event, recordedAt: event.recordedAt + TWO_DAYS_MS }));
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  describe.each(rule.examples.map((example) => [example.name, example] as const))(
    '%s',
    (_, { events, expect: expected }) => {
      const inOrder = outcome([events]);

      it('finds what the example says', () => {
        const edge = new Edge();
        edge.deliver(events);
        expect(edge.findings(id).map(({ severity, count }) => ({ severity, count }))).toEqual(expected);
      });

      it('finds the same in any order, any batches, with duplicates and restarts', () => {
        for (let seed = 1; seed <= SHUFFLES; seed++) {
          const batches = arrival(events, seed);
          expect(`${seed} ${outcome(batches)}`).toBe(`${seed} ${inOrder}`);
          expect(`${seed} ${outcome(batches, undefined, seeded(seed))}`).toBe(`${seed} ${inOrder}`);
        }
      });

      it('finds the same when a restart comes at any point', () => {
        for (let point = 0; point <= events.length; point++) {
          const edge = new Edge();
          events.slice(0, point).forEach((event) => edge.deliver([event]));
          edge.restart();
          events.slice(point).forEach((event) => edge.deliver([event]));
          expect(edge.open()).toBe(inOrder);
        }
      });

      it('finds the same 48 hours late, marked late', () => {
        const edge = new Edge();
        edge.deliver(late(events));
        expect(edge.open()).toBe(inOrder);
        for (const alert of edge.alerts.values()) expect(alert.lateByMs).toBeGreaterThan(TWO_DAYS_MS);
      });
    },
  );
});

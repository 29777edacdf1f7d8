import { readdirSync, readFileSync } from 'node:fs';
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

describe('the list of rules', () => {
  const files = readdirSync(new URL('./rules/', import.meta.url));

  it('has every file in the folder, and no rule twice', () => {
    const list = readFileSync(new URL('./rules.ts', import.meta.url), 'utf8');
    const entryOf = (file: string): string =>
      file.endsWith('.rule.yml') ? `sigmaRule('${file}')` : `'./rules/${file.replace(/\.ts$/, '.js')}'`;
    expect(files.filter((file) => !list.includes(entryOf(file)))).toEqual([]);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    expect(rules).toHaveLength(files.length);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s says everything in both languages', (_, rule) => {
    expect(rule.firesWhen ?? rule.selection).toBeDefined();
    for (const { en, zh } of [
      rule.title,
      rule.firesWhen ?? rule.title,
      rule.runbook,
      rule.falsePositives,
      rule.knownGaps,
    ]) {
      expect(en).toMatch(/^[A-Z]/);
      expect(zh).toMatch(/\p{Script=Han}/u);
    }
    expect(rule.references.length).toBeGreaterThan(0);
    expect(rule.version).toBeGreaterThan(0);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s shows what it finds and what it does not', (_, rule) => {
    const fires = rule.examples.map((example) => example.expect.length > 0);
    expect(new Set(fires)).toEqual(new Set([true, false]));
    expect(new Set(rule.examples.map(({ name }) => name)).size).toBe(rule.examples.length);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s has every event type it sees in an example', (_, rule) => {
    const names = new Set(rule.examples.flatMap(({ events }) => events.map(({ name }) => name)));
    for (const name of rule.on) expect(names).toContain(name);
  });
});

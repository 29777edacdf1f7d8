import fc from 'fast-check';
import { riskAt, riskHalfLifeMs, riskHorizonMs, riskWeights, type RiskyAlert } from './entity-risk.js';

const now = Date.UTC(2026, 2, 2);
const alert = (entity: string, severity: RiskyAlert['severity'], age: number): RiskyAlert => ({
  entity,
  severity,
  at: now - age,
});

it('adds up what each alert weighs, halved every seven days', () => {
  const week = riskHalfLifeMs;
  const alerts = [
    alert('a', 'high', 0),
    alert('a', 'high', week),
    alert('a', 'low', 2 * week),
    alert('b', 'medium', 0),
  ];
  expect(riskAt(alerts, now)).toEqual([
    { id: 'a', score: 16 + 8 + 0.25, alerts: 3, lastAt: now },
    { id: 'b', score: 4, alerts: 1, lastAt: now },
  ]);
});

it('leaves out what has not happened by then, and what is forgotten', () => {
  expect(riskAt([alert('a', 'low', -1), alert('a', 'low', riskHorizonMs + 1)], now)).toEqual([]);
});

const anAlert = fc.record({
  entity: fc.constantFrom('a', 'b', 'c'),
  severity: fc.constantFrom('low', 'medium', 'high', 'critical'),
  at: fc.integer({ min: now - riskHorizonMs, max: now }),
});

it('falls with time, and rises with every alert', () => {
  fc.assert(
    fc.property(
      fc.array(anAlert, { minLength: 1, maxLength: 20 }),
      anAlert,
      fc.nat(86_400_000),
      (alerts, one, wait) => {
        const sum = (list: RiskyAlert[], at: number) => riskAt(list, at).reduce((total, { score }) => total + score, 0);
        expect(sum(alerts, now + wait)).toBeLessThanOrEqual(sum(alerts, now));
        const grown = sum([...alerts, one], now) - sum(alerts, now);
        expect(grown).toBeGreaterThan(0);
        expect(grown).toBeLessThanOrEqual(riskWeights[one.severity] + 1e-9);
      },
    ),
  );
});

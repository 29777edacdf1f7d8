import { dueTimes, overdueAt, slas } from './alert-sla.js';

const openedAt = '2026-03-02T01:00:00.000Z';
const minutes = (count: number) => Date.parse(openedAt) + count * 60_000;
const critical = (status: 'open' | 'acknowledged' | 'resolved' | 'superseded') => ({
  severity: 'critical' as const,
  openedAt,
  status,
});

it('gives less time the more severe an alert is', () => {
  const order = (['critical', 'high', 'medium', 'low'] as const).map((severity) => slas[severity]);
  for (const part of ['acknowledgeMs', 'resolveMs'] as const) {
    const times = order.map((sla) => sla[part]);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
  expect(order.every(({ acknowledgeMs, resolveMs }) => acknowledgeMs < resolveMs)).toBe(true);
});

it('counts from when the alert was opened', () => {
  expect(dueTimes(critical('open'))).toEqual({ acknowledgeBy: minutes(15), resolveBy: minutes(240) });
});

it.each([
  ['open', 14.99, undefined],
  ['open', 15, 'acknowledge'],
  ['acknowledged', 15, undefined],
  ['acknowledged', 239, undefined],
  ['acknowledged', 240, 'resolve'],
  ['open', 240, 'resolve'],
  ['resolved', 10_000, undefined],
  ['superseded', 10_000, undefined],
] as const)('an alert that is %s after %d minutes is overdue to %s', (status, after, overdue) => {
  expect(overdueAt(critical(status), minutes(after))).toBe(overdue);
});

import type { CounterView } from '@tillwatch/api';
import { stepMinutes, stepsOf, sumOf } from './minutes.js';

const now = Date.parse('2026-11-23T08:30:20Z');
const counter = (minute: string, rest: Partial<CounterView>): CounterView => ({
  minute: `2026-11-23T${minute}:00.000Z`,
  ...{ succeeded: 0, failed: 0, locked: 0, reset: 0, other: 0, alerts: 0 },
  ...rest,
});

describe('the steps of the chart', () => {
  it('cover the hours asked for, silence included, and end with the running minute', () => {
    const steps = stepsOf([counter('08:30', { succeeded: 4 })], now, 1);
    expect(steps).toHaveLength(60);
    expect(steps.at(-1)).toEqual({
      start: Date.parse('2026-11-23T08:30:00Z'),
      succeeded: 4,
      failed: 0,
      other: 0,
      alerts: 0,
    });
    expect(steps[0]?.start).toBe(Date.parse('2026-11-23T07:31:00Z'));
  });

  it('leave out what is older or in the future', () => {
    const counters = [
      counter('07:30', { failed: 1 }),
      counter('08:31', { failed: 1 }),
      counter('07:31', { failed: 1 }),
    ];
    expect(sumOf(stepsOf(counters, now, 1)).failed).toBe(1);
  });

  it('add minutes up when many hours are shown, and put locks and resets under other', () => {
    const counters = [counter('08:24', { locked: 1, reset: 2 }), counter('08:29', { other: 3, alerts: 1 })];
    const steps = stepsOf(counters, now, 24);
    expect(steps).toHaveLength(120);
    expect(steps.at(-1)).toMatchObject({ start: Date.parse('2026-11-23T08:24:00Z'), other: 6, alerts: 1 });
  });

  it('are one, three or twelve minutes long', () => {
    expect([1, 6, 24].map(stepMinutes)).toEqual([1, 3, 12]);
  });
});

import { dueOf } from './due.js';

const at = (minutes: number) => Date.UTC(2026, 2, 2, 1, minutes);
const alert = (status: 'open' | 'acknowledged' | 'resolved') => ({
  status,
  acknowledgeBy: new Date(at(15)).toISOString(),
  resolveBy: new Date(at(50)).toISOString(),
});

it.each([
  ['open', 10, { what: 'acknowledge', leftMs: 300_000 }],
  ['open', 20, { what: 'acknowledge', leftMs: -300_000 }],
  ['open', 50, { what: 'resolve', leftMs: 0 }],
  ['acknowledged', 20, { what: 'resolve', leftMs: 1_800_000 }],
  ['resolved', 20, undefined],
] as const)('an alert that is %s waits after %d minutes for %j', (status, minutes, due) => {
  expect(dueOf(alert(status), at(minutes))).toEqual(due);
});

import { cancelShift, evolveRoster, maxShifts, planShift, type Roster } from './roster.js';

const shift = {
  actor: 'a',
  shiftId: '5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10',
  operatorId: 'o-1',
  storeId: 's-1',
  from: '2026-03-02T09:00:00+08:00',
  to: '2026-03-02T18:00:00+08:00',
  kind: 'work' as const,
};
const cancelled = { actor: 'b', shiftId: shift.shiftId, operatorId: 'o-1' };

function rosterOf(...events: Parameters<typeof evolveRoster>[1][]): Roster {
  const roster: Roster = new Map();
  for (const event of events) evolveRoster(roster, event);
  return roster;
}

it.each([
  ['a shift that ends before it starts', { to: '2026-03-02T08:00:00+08:00' }, 'parameter-invalid'],
  ['a shift without length', { to: '2026-03-02T01:00:00Z' }, 'parameter-invalid'],
  ['three days of work at a stretch', { to: '2026-03-05T09:00:01+08:00' }, 'parameter-invalid'],
  ['two years of leave', { kind: 'leave' as const, to: '2028-03-02T09:00:00+08:00' }, 'parameter-invalid'],
])('refuses %s', (_, wrong, code) => {
  expect(planShift(new Map(), { ...shift, ...wrong })).toMatchObject({ ok: false, error: { code } });
  expect(planShift(new Map(), shift)).toMatchObject({ ok: true });
});

it('plans no more than so many', () => {
  const full = new Map(Array.from({ length: maxShifts }, (_, index) => [String(index), {} as never]));
  expect(planShift(full, shift)).toMatchObject({ ok: false, error: { code: 'limit-reached' } });
});

it('keeps a shift that was cancelled, and cancels it once', () => {
  const planned = rosterOf({ name: 'ShiftPlanned', data: shift });
  expect(cancelShift(planned, cancelled)).toEqual({ ok: true, value: cancelled });
  const roster = rosterOf({ name: 'ShiftPlanned', data: shift }, { name: 'ShiftCancelled', data: cancelled });
  expect([...roster.values()]).toMatchObject([{ id: shift.shiftId, cancelled: true, actor: 'a' }]);
  expect(cancelShift(roster, cancelled)).toEqual({ ok: true, value: undefined });
  expect(cancelShift(new Map(), cancelled)).toMatchObject({ ok: false, error: { code: 'not-found' } });
});

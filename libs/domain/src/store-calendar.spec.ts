import { isOpen, nextClosing, openHours, setCalendar, type StoreCalendar } from './store-calendar.js';

const everyDay = (span: string): StoreCalendar['hours'] => ({
  mon: [span],
  tue: [span],
  wed: [span],
  thu: [span],
  fri: [span],
  sat: [span],
  sun: [span],
});

const shanghai: StoreCalendar = {
  timeZone: 'Asia/Shanghai',
  hours: { ...everyDay('09:00-22:00'), fri: ['09:00-14:00', '17:00-02:00'], sun: [] },
  holidays: ['2026-10-01'],
};
/** Clocks go forward on 29 March 2026 at 02:00 and back on 25 October at 03:00. */
const berlin: StoreCalendar = { timeZone: 'Europe/Berlin', hours: everyDay('18:00-02:30') };

const ms = Date.parse;
const shown = (calendar: StoreCalendar, from: string, to: string) =>
  openHours(calendar, ms(from), ms(to)).map((hours) => hours.map((at) => new Date(at).toISOString()));

it.each([
  ['the minute before it opens', '2026-03-02T08:59:59.999+08:00', false],
  ['when it opens', '2026-03-02T09:00:00+08:00', true],
  ['the last moment', '2026-03-02T21:59:59.999+08:00', true],
  ['when it closes', '2026-03-02T22:00:00+08:00', false],
  ['the pause of a Friday', '2026-03-06T15:00:00+08:00', false],
  ['past midnight of a Friday', '2026-03-07T01:59:59+08:00', true],
  ['past two on a Saturday', '2026-03-07T02:00:00+08:00', false],
  ['a Sunday', '2026-03-08T12:00:00+08:00', false],
  ['a holiday', '2026-10-01T12:00:00+08:00', false],
  ['the day after the holiday', '2026-10-02T12:00:00+08:00', true],
])('is open, or not, at %s', (_, at, expected) => {
  expect(isOpen(shanghai, ms(at))).toBe(expected);
});

it.each([
  ['from the morning', '2026-03-02T08:00:00+08:00', '2026-03-02T22:00:00+08:00'],
  ['while it is open', '2026-03-02T12:00:00+08:00', '2026-03-02T22:00:00+08:00'],
  ['at the closing itself: the next one', '2026-03-02T22:00:00+08:00', '2026-03-03T22:00:00+08:00'],
  ['over midnight', '2026-03-06T23:00:00+08:00', '2026-03-07T02:00:00+08:00'],
  ['over a day that is closed', '2026-03-08T03:00:00+08:00', '2026-03-09T22:00:00+08:00'],
])('closes next, %s', (_, at, expected) => {
  expect(nextClosing(shanghai, ms(at))).toBe(ms(expected));
});

it('never closes when it never opens', () => {
  expect(nextClosing({ timeZone: 'Asia/Shanghai', hours: {} }, ms('2026-03-02T12:00:00Z'))).toBeUndefined();
});

it('is an hour shorter in the night the clocks go forward, and an hour longer when they go back', () => {
  // 02:30 does not exist on 29 March: it is half past three by then.
  expect(shown(berlin, '2026-03-28T20:00:00Z', '2026-03-28T20:00:00Z')).toEqual([
    ['2026-03-28T17:00:00.000Z', '2026-03-29T01:30:00.000Z'],
  ]);
  // 02:30 comes twice on 25 October: the store closes the first time.
  expect(shown(berlin, '2026-10-24T20:00:00Z', '2026-10-24T20:00:00Z')).toEqual([
    ['2026-10-24T16:00:00.000Z', '2026-10-25T00:30:00.000Z'],
  ]);
  const night: StoreCalendar = { timeZone: 'Europe/Berlin', hours: everyDay('22:00-06:00') };
  const lengths = ['2026-03-28', '2026-03-29', '2026-10-24'].map((day) => {
    const [[opened, closed] = [0, 0]] = openHours(night, ms(`${day}T22:30:00Z`), ms(`${day}T22:30:00Z`));
    return (closed - opened) / 3_600_000;
  });
  expect(lengths).toEqual([7, 8, 9]);
});

it('is open all day from midnight to midnight', () => {
  const always: StoreCalendar = { timeZone: 'Asia/Shanghai', hours: everyDay('00:00-24:00') };
  expect(isOpen(always, ms('2026-03-02T23:59:59.999+08:00'))).toBe(true);
  expect(nextClosing(always, ms('2026-03-02T12:00:00+08:00'))).toBe(ms('2026-03-03T00:00:00+08:00'));
});

it.each([
  ['a zone that is not', { timeZone: 'Asia/Beijing2' }, '/timeZone'],
  ['an offset instead of a zone', { timeZone: '+08:00' }, '/timeZone'],
  ['hours that overlap', { hours: { tue: ['09:00-12:00', '11:00-18:00'] } }, '/hours/tue'],
  ['a day that is not', { holidays: ['2026-02-30'] }, '/holidays'],
])('refuses %s', (_, wrong, path) => {
  const wanted = { actor: 'a', store: 's-1', ...shanghai, ...wrong };
  expect(setCalendar(wanted)).toMatchObject({ ok: false, error: { code: 'parameter-invalid', path } });
  expect(setCalendar({ actor: 'a', store: 's-1', ...shanghai })).toMatchObject({ ok: true });
});

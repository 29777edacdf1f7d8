import { readHours } from './opening-hours.js';

it.each([
  ['09:00-22:00', ['09:00-22:00']],
  [' 9:00 - 14:00,17:00–02:00 ', ['09:00-14:00', '17:00-02:00']],
  ['０９：００－１４：００，１７：００至２２：００', ['09:00-14:00', '17:00-22:00']],
  ['00:00-24:00', ['00:00-24:00']],
  ['', []],
  ['  ', []],
])('reads %j', (text, hours) => {
  expect(readHours(text)).toEqual(hours);
});

it.each(['9-22', '09:00', '25:00-26:00', '09:60-10:00', '24:00-08:00', 'closed', '1:00-2:00,'.repeat(7)])(
  'cannot read %j',
  (text) => {
    expect(readHours(text)).toBeUndefined();
  },
);

import { addressesMax, AddressLimit, addressMinutes } from './address-limit.js';

let now: number;
let limit: AddressLimit;
beforeEach(() => {
  now = Date.parse('2026-03-02T01:00:00Z');
  limit = new AddressLimit(() => now, 3);
});

const isOpen = (address: string): boolean => {
  try {
    limit.count(address);
    return true;
  } catch {
    return false;
  }
};
const failures = (address: string, count: number): boolean[] => Array.from({ length: count }, () => isOpen(address));

it('looks at so many failed tries of one address, and says when to come again', () => {
  expect(failures('192.0.2.7', 3)).toEqual([true, true, true]);
  now += 60_000;
  expect(() => limit.count('192.0.2.7')).toThrow(
    expect.objectContaining({ status: 429, retryAfter: (addressMinutes - 1) * 60 }),
  );
  expect(isOpen('192.0.2.8')).toBe(true);
});

it('starts anew after its time, which further tries do not make longer', () => {
  failures('192.0.2.7', 50);
  now += addressMinutes * 60_000;
  expect(failures('192.0.2.7', 4)).toEqual([true, true, true, false]);
});

it('does not count who got in', () => {
  for (let n = 0; n < 20; n++) limit.count('192.0.2.7')();
  expect(failures('192.0.2.7', 4)).toEqual([true, true, true, false]);
});

it.each([
  ['2001:db8:1:2::7', '2001:db8:1:2:ffff::8', false],
  ['2001:db8:1:2::7', '2001:db8:1:3::7', true],
  ['2001:db8::1:2:3:4:5', '2001:DB8:0:1:9:9:9:9', false],
  ['::ffff:192.0.2.7', '192.0.2.7', false],
  ['fe80::1%eth0', 'fe80::2%eth1', false],
  ['::1', '1::', true],
])('after %s has failed, lets %s try: %s', (failed, other, expected) => {
  failures(failed, 3);
  expect(isOpen(other)).toBe(expected);
});

it('remembers a limited number of addresses, the newest', () => {
  for (let n = 0; n < addressesMax + 500; n++) failures(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, 3);
  expect(limit.size).toBe(addressesMax);
  expect([isOpen('10.0.0.0'), isOpen(`10.0.${(addressesMax + 499) >> 8}.${(addressesMax + 499) & 255}`)]).toEqual([
    true,
    false,
  ]);
});

it('forgets those whose time is over', () => {
  for (let n = 0; n < 200; n++) isOpen(`10.0.0.${n}`);
  now += addressMinutes * 60_000;
  isOpen('192.0.2.7');
  expect(limit.size).toBe(1);
});

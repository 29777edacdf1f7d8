import { Cursors } from './cursors.js';

const cursors = new Cursors('key');
const query = { route: 'operators', tenant: 'default', status: 'locked' };
const cursor = cursors.seal(query, { id: 'o-7', lastSeen: 5 });

it('gives back the place for the same query, whatever the order of its members', () => {
  expect(cursors.open({ status: 'locked', tenant: 'default', route: 'operators' }, cursor)).toEqual({
    id: 'o-7',
    lastSeen: 5,
  });
});

it('refuses a cursor with any one bit flipped', () => {
  for (let bit = 0; bit < cursor.length * 8; bit++) {
    const bytes = Buffer.from(cursor);
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => cursors.open(query, bytes.toString('latin1'))).toThrow('The cursor was not made by this server');
  }
});

it.each([
  ['another filter', { ...query, status: 'active' }],
  ['another tenant', { ...query, tenant: 'other' }],
  ['another list', { ...query, route: 'terminals' }],
])('refuses the cursor of %s', (_, other) => {
  expect(() => cursors.open(other, cursor)).toThrow('The cursor was not made by this server');
});

it('refuses one made with another key, an empty one, and one with more behind it', () => {
  for (const forged of [new Cursors('other').seal(query, {}), '', '.', `${cursor}.x`]) {
    expect(() => cursors.open(query, forged)).toThrow('The cursor was not made by this server');
  }
});

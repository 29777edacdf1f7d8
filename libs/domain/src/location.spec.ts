import { earthRadiusM, metresAway, metresBetween } from './location.js';

const xiamen = { latitude: 24.4798, longitude: 118.0894 };
const beijing = { latitude: 39.9042, longitude: 116.4074 };
/** So many metres north of Xiamen. */
const north = (metres: number) => ({
  ...xiamen,
  latitude: xiamen.latitude + (metres / earthRadiusM) * (180 / Math.PI),
});

it.each([
  ['a place and itself', xiamen, xiamen, 0],
  ['Xiamen and Beijing', xiamen, beijing, 1_722_400],
  ['a quarter of the equator', { latitude: 0, longitude: 0 }, { latitude: 0, longitude: 90 }, 10_007_557],
  ['the poles', { latitude: 90, longitude: 0 }, { latitude: -90, longitude: 77 }, 20_015_115],
  ['two sides of the date line', { latitude: 0, longitude: 179.995 }, { latitude: 0, longitude: -179.995 }, 1_112],
  ['opposite places', xiamen, { latitude: -24.4798, longitude: -61.9106 }, 20_015_115],
])('measures between %s', (_, one, other, metres) => {
  expect(metresBetween(one, other) / Math.max(metres, 1)).toBeCloseTo(metres === 0 ? 0 : 1, 3);
  expect(metresBetween(other, one)).toBeCloseTo(metresBetween(one, other), 6);
});

it('takes a terminal for away from 2 km on, by the nearest place it may be at', () => {
  expect(metresAway(xiamen, north(1_999.9))).toBeUndefined();
  expect(metresAway(xiamen, north(2_000.1))).toBeCloseTo(2_000.1, 3);
  expect(metresAway(xiamen, { ...north(2_500), accuracyM: 600 })).toBeUndefined();
  expect(metresAway(xiamen, { ...north(2_500), accuracyM: 400 })).toBeCloseTo(2_100, 3);
});

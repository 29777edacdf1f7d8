/** WGS 84, degrees. */
export interface Point {
  latitude: number;
  longitude: number;
}

/** A terminal is not where it is registered when it is further away: "location > 2 km off" of PBoC Notice 259. */
export const locationToleranceM = 2_000;
/** Mean radius of the earth, R1 of GRS 80 (H. Moritz, Journal of Geodesy 74, 2000). */
export const earthRadiusM = 6_371_008.8;

/**
 * Great-circle distance in metres by the haversine formula (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope
 * 68(2), 1984, p. 159): exact for near points too, and within 0.6 % of the ellipsoid's.
 */
export function metresBetween(one: Point, other: Point): number {
  const [from, to] = [radians(one.latitude), radians(other.latitude)];
  const half = (a: number, b: number) => Math.sin((b - a) / 2) ** 2;
  const across = Math.cos(from) * Math.cos(to) * half(radians(one.longitude), radians(other.longitude));
  return 2 * earthRadiusM * Math.asin(Math.sqrt(Math.min(1, half(from, to) + across)));
}

/** By how many metres a terminal is away at least, by what it says of its accuracy; `undefined`: it is near enough. */
export function metresAway(expected: Point, reported: Point & { accuracyM?: number }): number | undefined {
  const metres = metresBetween(expected, reported) - (reported.accuracyM ?? 0);
  return metres > locationToleranceM ? metres : undefined;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

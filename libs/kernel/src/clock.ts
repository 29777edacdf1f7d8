/** The wall clock in milliseconds since 1970-01-01T00:00:00Z, handed in so that pure code never reads it. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
/** From opening to closing. */
export const tradingDayMs = 14 * hourMs;

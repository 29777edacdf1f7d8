/** As the API takes it: an end at or before the start is in the next day. */
const span = /^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;
const maxSpans = 6;

/**
 * The hours of a day as a person writes them: `9:00-14:00, 17:00–02:00`, with the punctuation of either language; none for a
 * day it is closed. `undefined` when they cannot be read.
 */
export function readHours(text: string): string[] | undefined {
  const spans = text
    .normalize('NFKC')
    .replace(/\s*[-–—~至]\s*/g, '-')
    .split(/[\s,;、，；]+/)
    .filter((part) => part !== '')
    .map((part) => part.replace(/(^|-)(\d):/g, '$10$2:'));
  return spans.length <= maxSpans && spans.every((part) => span.test(part)) ? spans : undefined;
}

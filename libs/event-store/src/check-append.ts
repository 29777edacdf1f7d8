import { CodedError, problem } from '@tillwatch/kernel';
import type { NewEvent, StreamAppend } from './event-store.js';

/** Of one call: what one transaction stores at most. Larger imports are many calls. */
export const MAX_EVENTS_PER_APPEND = 4_000;
export const MAX_READ_LIMIT = 10_000;
/** Between the items of a list that goes to the database as one text. */
export const SEPARATOR = '\u001e';
const NUL = '\u0000';

/**
 * Throws for what no store could keep as the exact text it was given: `CodedError` `text-not-storable` for NUL, U+001E
 * and lone surrogates, `RangeError` for a mistake of the caller. Returns how many characters it holds.
 */
export function checkAppend(append: StreamAppend): number {
  const { stream, expectedRevision, events } = append;
  if (!Number.isInteger(expectedRevision) || expectedRevision < -1) {
    throw new RangeError(`${expectedRevision} is not a revision.`);
  }
  if (events.length === 0) throw new RangeError('An append needs at least one event.');
  let length = checkText(stream);
  for (const event of events) length += checkEvent(event);
  return length;
}

export function checkEventCount(appends: readonly StreamAppend[]): number {
  const count = appends.reduce((sum, append) => sum + append.events.length, 0);
  if (count > MAX_EVENTS_PER_APPEND) {
    throw new RangeError(`An append takes at most ${MAX_EVENTS_PER_APPEND} events, not ${count}.`);
  }
  return count;
}

/** Returns the limit when it is one. */
export function checkLimit(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_READ_LIMIT) {
    throw new RangeError(`A limit is 1 to ${MAX_READ_LIMIT}, not ${limit}.`);
  }
  return limit;
}

function checkEvent({ id, type, identity, header, data }: NewEvent): number {
  return checkText(id) + checkText(type) + checkText(identity) + checkText(header) + checkText(data);
}

function checkText(text: string): number {
  if (text === '') throw new RangeError('A stored text is never empty.');
  if (text.includes(SEPARATOR) || text.includes(NUL) || !text.isWellFormed()) {
    throw new CodedError(problem('text-not-storable'));
  }
  return text.length;
}

import { isCodedError } from '@tillwatch/kernel';
import { isUnavailable } from '@tillwatch/postgres';

/** What we depend on does not answer now, the database or a log that is elsewhere: no event is at fault, and later it will. */
export function isAway(error: unknown): boolean {
  return isUnavailable(error) || (isCodedError(error) && error.problem.code === 'unavailable');
}

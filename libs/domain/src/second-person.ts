import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';
import type { FourEyes } from './four-eyes.js';

/** One person runs a store alone: they may decide there until then. */
export interface OnePersonStore {
  storeId: string;
  person: string;
  registered: { by: string; at: string };
  /** RFC 3339. */
  until: string;
}

/** Where one person may do alone what takes two. */
export type Alone =
  /** Never. */
  | 'nobody'
  /** Whoever it is, as long as the tenant does not require two. */
  | { tenant: FourEyes | undefined }
  /** Who runs the store alone, when another registered that before `since` (RFC 3339) and it holds yet. */
  | { store: string | undefined; exception: OnePersonStore | undefined; since: string; nowMs: number };

/**
 * Whether `by` may decide where `involved` had a hand in what is decided on. `alone`: they are one of these, and may be;
 * it goes on record. Otherwise `second-person-required`.
 */
export function secondPerson(
  by: string,
  involved: readonly string[],
  where: Alone,
  path?: string,
): Result<{ alone: boolean }, Problem> {
  if (!involved.some((person) => isSamePerson(person, by))) return ok({ alone: false });
  return mayBeAlone(by, where) ? ok({ alone: true }) : fail(problem('second-person-required', path));
}

function mayBeAlone(by: string, where: Alone): boolean {
  if (where === 'nobody') return false;
  if ('tenant' in where) return !needsTwo(where.tenant);
  const { store, exception, since, nowMs } = where;
  return (
    exception !== undefined &&
    exception.storeId === store &&
    isSamePerson(exception.person, by) &&
    !isSamePerson(exception.registered.by, by) &&
    Date.parse(exception.registered.at) <= Date.parse(since) &&
    Date.parse(exception.until) > nowMs
  );
}

/** As long as nobody said otherwise, one person is enough: the administrator token stands for one. */
export function needsTwo(fourEyes: FourEyes | undefined): boolean {
  return fourEyes?.required ?? false;
}

/** A name that differs in case or in how its accents are written is no second pair of eyes. */
export function isSamePerson(one: string, other: string): boolean {
  return personKey(one) === personKey(other);
}

export function personKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

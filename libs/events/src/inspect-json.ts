import { problem, type Problem } from '@tillwatch/kernel';

/**
 * Members of all objects in a parsed JSON value, or NaN when it holds something we do not store: a forbidden key, a
 * number that lost digits, or (looked for only in an `escaped` text) a string that PostgreSQL or UTF-8 cannot carry.
 * Recursion is bounded by the caller, who has checked the depth.
 */
export function countMembers(value: unknown, escaped: boolean): number {
  if (typeof value === 'string') return !escaped || isStorable(value) ? 0 : NaN;
  if (typeof value === 'number') return isExact(value) ? 0 : NaN;
  if (value === null || typeof value !== 'object') return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const element of value) count += countMembers(element, escaped);
    return count;
  }
  for (const key in value) {
    if (isForbidden(key) || (escaped && !isStorable(key))) return NaN;
    count += 1 + countMembers((value as Record<string, unknown>)[key], escaped);
  }
  return count;
}

/** The first thing for which `countMembers` answers NaN, with its place; undefined when there is none. */
export function faultIn(value: unknown, path: string): Problem | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : problem('text-not-storable', path);
  if (typeof value === 'number') return isExact(value) ? undefined : problem('json-number-unsafe', path);
  if (value === null || typeof value !== 'object') return undefined;
  for (const [key, member] of Object.entries(value)) {
    if (!isStorable(key)) return problem('text-not-storable', path);
    const place = `${path}/${pointerToken(key)}`;
    const fault = isForbidden(key) ? problem('json-forbidden-key', place) : faultIn(member, place);
    if (fault) return fault;
  }
  return undefined;
}

/** A key as one reference token of a JSON pointer (RFC 6901). */
export function pointerToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Keys that reach a prototype in careless code, ours or a reader's. */
function isForbidden(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype';
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Whole numbers beyond 2^53 - 1 have lost digits, and 1e400 has lost everything. */
function isExact(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
}

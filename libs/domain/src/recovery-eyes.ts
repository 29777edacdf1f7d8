import type { RecoveryCase } from './recovery-case.js';

/** One person runs a store alone: they may decide there until then. */
export interface OnePersonStore {
  storeId: string;
  person: string;
  registered: { by: string; at: string };
  /** RFC 3339. */
  until: string;
}

/** What is known of people when somebody wants to decide. */
export interface PeopleFacts {
  /** Those who approved a recovery of the one who wants to decide. */
  approversOf: readonly string[];
  /** The exception that is registered for the case's store. */
  exception?: OnePersonStore;
}

/**
 * Whether a step of a case is another's to take. Requester, verifier and approver are two people at least; nobody decides for
 * themselves, nor for who has approved for them. A registered exception lifts it, but never where an administrator's word is
 * all there is.
 */
export function isForOthers(
  step: 'verify' | 'approve' | 'execute',
  recovery: RecoveryCase,
  by: string,
  { facts, nowMs }: { facts: PeopleFacts; nowMs: number },
): boolean {
  if (mayDecideAlone(recovery, by, facts.exception, nowMs)) return false;
  if (isSubject(recovery, by)) return true;
  if (step !== 'approve') return false;
  return isSame(recovery.requested.by, by) || facts.approversOf.some((approver) => isSubject(recovery, approver));
}

/** The exception must have been there before the case, and be another's doing. */
export function mayDecideAlone(
  { channel, storeId, requested }: RecoveryCase,
  by: string,
  exception: OnePersonStore | undefined,
  nowMs: number,
): boolean {
  return (
    exception !== undefined &&
    channel !== 'administrator' &&
    exception.storeId === storeId &&
    isSame(exception.person, by) &&
    !isSame(exception.registered.by, by) &&
    Date.parse(exception.registered.at) <= Date.parse(requested.at) &&
    Date.parse(exception.until) > nowMs
  );
}

function isSubject({ operatorId, account }: RecoveryCase, person: string): boolean {
  return isSame(operatorId, person) || (account !== undefined && isSame(account, person));
}

/** A name that differs in case or in how its accents are written is no second pair of eyes. */
function isSame(one: string, other: string): boolean {
  return one.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase();
}

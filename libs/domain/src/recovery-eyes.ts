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
  step: DecidedStep,
  recovery: CasePeople,
  by: string,
  moment: { facts: PeopleFacts; nowMs: number },
): boolean {
  return whyForOthers(step, recovery, by, moment) !== undefined;
}

/** Steps that are somebody's decision. */
export type DecidedStep = 'verify' | 'approve' | 'execute';
/** It is their own password; they asked; it is the password of somebody who has approved for them. */
export type ForOthers = 'subject' | 'requester' | 'approver';
type CasePeople = Pick<RecoveryCase, 'channel' | 'storeId' | 'requested' | 'operatorId' | 'account'>;

/** Why a step is another's to take; `undefined`: it is theirs. */
export function whyForOthers(
  step: DecidedStep,
  recovery: CasePeople,
  by: string,
  { facts, nowMs }: { facts: PeopleFacts; nowMs: number },
): ForOthers | undefined {
  if (mayDecideAlone(recovery, by, facts.exception, nowMs)) return undefined;
  if (isSubject(recovery, by)) return 'subject';
  if (step !== 'approve') return undefined;
  if (isSame(recovery.requested.by, by)) return 'requester';
  return facts.approversOf.some((approver) => isSubject(recovery, approver)) ? 'approver' : undefined;
}

/** The exception must have been there before the case, and be another's doing. */
export function mayDecideAlone(
  { channel, storeId, requested }: CasePeople,
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

function isSubject({ operatorId, account }: CasePeople, person: string): boolean {
  return isSame(operatorId, person) || (account !== undefined && isSame(account, person));
}

/** A name that differs in case or in how its accents are written is no second pair of eyes. */
function isSame(one: string, other: string): boolean {
  return one.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase();
}

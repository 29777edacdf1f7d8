import type { Problem, Result } from '@tillwatch/kernel';
import type { RecoveryCase } from './recovery-case.js';
import { isSamePerson, secondPerson, type Alone, type OnePersonStore } from './second-person.js';

/** What is known of people when somebody wants to decide. */
export interface PeopleFacts {
  /** Those who approved a recovery of the one who wants to decide. */
  approversOf: readonly string[];
  /** The exception that is registered for the case's store. */
  exception?: OnePersonStore;
}

/** Steps that are somebody's decision. */
export type DecidedStep = 'verify' | 'approve' | 'execute';
type CasePeople = Pick<RecoveryCase, 'channel' | 'storeId' | 'requested' | 'operatorId' | 'account'>;

/**
 * Whether a step of a case is theirs to take. Requester, verifier and approver are two people at least; nobody decides for
 * themselves, nor for who has approved for them. A registered exception lifts it, but never where an administrator's word is
 * all there is.
 */
export function eyesOn(
  step: DecidedStep,
  recovery: CasePeople,
  by: string,
  { facts, nowMs }: { facts: PeopleFacts; nowMs: number },
): Result<{ alone: boolean }, Problem> {
  const { operatorId, account = operatorId, requested, channel, storeId: store } = recovery;
  const subject = [operatorId, account];
  const isOfSubject = (person: string) => subject.some((name) => isSamePerson(name, person));
  const involved = step === 'approve' ? [...subject, requested.by] : subject;
  if (step === 'approve' && facts.approversOf.some(isOfSubject)) involved.push(by);
  const { exception } = facts;
  const where: Alone = channel === 'administrator' ? 'nobody' : { store, exception, since: requested.at, nowMs };
  return secondPerson(by, involved, where);
}

/** It is their own password; they asked; it is the password of somebody who has approved for them. */
export type ForOthers = 'subject' | 'requester' | 'approver';

/** Why a step is another's to take; `undefined`: it is theirs. */
export function whyForOthers(
  step: DecidedStep,
  recovery: CasePeople,
  by: string,
  moment: { facts: PeopleFacts; nowMs: number },
): ForOthers | undefined {
  if (eyesOn(step, recovery, by, moment).ok) return undefined;
  const { operatorId, account = operatorId, requested } = recovery;
  if ([operatorId, account].some((name) => isSamePerson(name, by))) return 'subject';
  return isSamePerson(requested.by, by) ? 'requester' : 'approver';
}

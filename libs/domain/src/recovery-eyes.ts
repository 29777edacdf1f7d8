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

/**
 * Whether a step of a case is theirs to take. Requester, verifier and approver are two people at least; nobody decides for
 * themselves, nor for who has approved for them. A registered exception lifts it, but never where an administrator's word is
 * all there is.
 */
export function eyesOn(
  step: 'verify' | 'approve' | 'execute',
  recovery: RecoveryCase,
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

import type { PayloadOf, ScopeClass } from '@tillwatch/events';
import { fail, ok, problem, type ErrorCode, type Problem, type Result } from '@tillwatch/kernel';
import { exemptFrom } from './scope-class.js';
import { trainingExpiry } from './training.js';

type ChangeName =
  | 'OperatorRegistered'
  | 'OperatorSuspended'
  | 'OperatorResumed'
  | 'OperatorLeft'
  | 'OperatorRoleAssigned'
  | 'OperatorScopeAssigned';

/** What somebody did to a registration, ready to append. */
export type RegistryDecision = { [N in ChangeName | 'TrainingRecorded']: { name: N; data: PayloadOf<N> } }[
  ChangeName | 'TrainingRecorded'];

/** The same as an event; `at`: when it was recorded, ms since 1970. */
export type RegistryChange = { [N in ChangeName]: { name: N; data: PayloadOf<N>; at: number } }[ChangeName];

/** A supervisor's work that a terminal says the operator did. */
export interface WorkSeen {
  /** Corrected event time, ms since 1970. */
  at: number;
  eventId: string;
  name: string;
  terminalId: string;
  /** Whose account it was done to. */
  subject?: string;
}

/** What the stream `operator-<id>` says, and what terminals saw of it. */
export interface RegistryEntry {
  id: string;
  /** In log order. */
  changes: RegistryChange[];
  /** Oldest first, the latest `maxWorkSeen`. */
  work: WorkSeen[];
  trainings: number;
}

export type RegistrationStatus = 'active' | 'suspended' | 'left';

export interface OperatorRegistration {
  name?: string;
  role: string;
  scopeClass: ScopeClass;
  /** When the class was last decided upon, ms since 1970. */
  scopeSince: number;
  stores: string[];
  status: RegistrationStatus;
  since: number;
  /** Why they are suspended, or left. */
  reason?: string;
  registered: { by: string; at: number };
}

export interface Exemption {
  state: 'none' | 'in-force' | 'void';
  /** Of PCI DSS 4.0.1; spared while it is in force. */
  requirements: readonly string[];
  /** What voided it, oldest first. */
  because: WorkSeen[];
}

/** What somebody wants to do to a registration. */
export type OperatorRegistryCommand =
  | { kind: 'register'; name?: string; role: string; scopeClass: ScopeClass; stores: string[] }
  | { kind: 'suspend' | 'resume' | 'leave'; reason: string }
  | { kind: 'assign-role'; role: string; stores?: string[]; reason: string }
  | { kind: 'assign-scope'; scopeClass: ScopeClass; reason: string }
  | ({ kind: 'record-training'; expiresAt?: string } & Omit<
      PayloadOf<'TrainingRecorded'>,
      'operatorId' | 'actor' | 'expiresAt'
    >);

export const maxWorkSeen = 20;
/** Above it somebody can only be suspended or leave. */
export const maxRegistryChanges = 500;
export const maxTrainings = 1_000;

export function unregistered(id: string): RegistryEntry {
  return { id, changes: [], work: [], trainings: 0 };
}

/** The command with what it may leave out filled in. */
export function completeCommand<Wanted extends OperatorRegistryCommand>(
  command: Wanted,
  nowMs: number,
): Result<Wanted, Problem> {
  if (command.kind !== 'record-training') return ok(command);
  const expiry = trainingExpiry(command, nowMs);
  return expiry.ok ? ok({ ...command, expiresAt: expiry.value }) : expiry;
}

/** Whether `actor` may do that to the registration as it is, and the event that says so. The command is complete. */
export function decideOperatorRegistry(
  command: OperatorRegistryCommand,
  entry: RegistryEntry,
  actor: string,
): Result<RegistryDecision, Problem> {
  const refusal = refusalOf(command.kind, entry);
  return refusal ? fail(problem(refusal)) : ok(registryDecision(command, entry.id, actor));
}

/** The event of a command that is allowed. */
export function registryDecision(
  { kind, ...wanted }: OperatorRegistryCommand,
  operatorId: string,
  actor: string,
): RegistryDecision {
  return { name: eventOf[kind], data: { operatorId, ...wanted, actor } } as RegistryDecision;
}

const eventOf = {
  register: 'OperatorRegistered',
  suspend: 'OperatorSuspended',
  resume: 'OperatorResumed',
  leave: 'OperatorLeft',
  'assign-role': 'OperatorRoleAssigned',
  'assign-scope': 'OperatorScopeAssigned',
  'record-training': 'TrainingRecorded',
} as const;

function refusalOf(kind: OperatorRegistryCommand['kind'], entry: RegistryEntry): ErrorCode | undefined {
  const status = registrationOf(entry)?.status;
  if (kind === 'register') {
    if (status !== undefined && status !== 'left') return 'operator-registered';
  } else if (status === undefined) return 'not-found';
  else if (status === 'left' || (kind === 'suspend' && status !== 'active')) return 'operator-status-differs';
  else if (kind === 'resume' && status !== 'suspended') return 'operator-status-differs';
  if (kind === 'record-training') return entry.trainings >= maxTrainings ? 'limit-reached' : undefined;
  const isLast = kind === 'suspend' || kind === 'leave';
  return !isLast && entry.changes.length >= maxRegistryChanges ? 'limit-reached' : undefined;
}

/** Takes an event of the stream in, in place. */
export function evolveRegistry(entry: RegistryEntry, event: RegistryChange | { name: string }): void {
  if (event.name === 'TrainingRecorded') entry.trainings += 1;
  else if ('data' in event && event.name in evolve) entry.changes.push(event);
}

/** Takes in what a terminal saw; whoever is not registered has no exemption to lose. */
export function seeWork(entry: RegistryEntry, seen: WorkSeen): void {
  if (entry.changes.length === 0 || seen.subject === entry.id) return;
  let index = entry.work.length;
  while (index > 0 && isBefore(seen, entry.work[index - 1]!)) index--;
  entry.work.splice(index, 0, seen);
  if (entry.work.length > maxWorkSeen) entry.work.shift();
}

function isBefore(one: WorkSeen, other: WorkSeen): boolean {
  return one.at < other.at || (one.at === other.at && one.eventId < other.eventId);
}

/** The registration at an instant (ms since 1970, inclusive), by what was recorded up to it; default now. */
export function registrationOf(entry: RegistryEntry, untilMs = Infinity): OperatorRegistration | undefined {
  let registration: OperatorRegistration | undefined;
  for (const change of entry.changes) {
    if (change.at > untilMs) continue;
    registration = (evolve[change.name] as Evolve)(registration, change);
  }
  return registration;
}

type Evolve = (held: OperatorRegistration | undefined, change: RegistryChange) => OperatorRegistration | undefined;

const evolve: {
  [N in ChangeName]: (held: OperatorRegistration | undefined, change: RegistryChange & { name: N }) => unknown;
} = {
  OperatorRegistered(_, { data: { operatorId: _id, actor, ...facts }, at }) {
    return { ...facts, scopeSince: at, status: 'active', since: at, registered: { by: actor, at } };
  },
  OperatorSuspended: (held, { data, at }) => held && { ...held, status: 'suspended', since: at, reason: data.reason },
  OperatorResumed(held, { at }) {
    const { reason: _, ...facts } = held ?? {};
    return held && { ...facts, status: 'active', since: at };
  },
  OperatorLeft: (held, { data, at }) => held && { ...held, status: 'left', since: at, reason: data.reason },
  OperatorRoleAssigned: (held, { data: { role, stores } }) => held && { ...held, role, ...(stores && { stores }) },
  OperatorScopeAssigned: (held, { data, at }) => held && { ...held, scopeClass: data.scopeClass, scopeSince: at },
};

/** What an operator is spared at an instant; a supervisor's work done since the class was decided upon voids it. */
export function exemptionOf(entry: RegistryEntry, untilMs = Infinity): Exemption {
  const registration = registrationOf(entry, untilMs);
  const requirements = registration ? exemptFrom(registration.scopeClass) : [];
  if (!registration || requirements.length === 0 || registration.status === 'left') {
    return { state: 'none', requirements: [], because: [] };
  }
  const because = entry.work.filter(({ at }) => at >= registration.scopeSince && at <= untilMs);
  return { state: because.length > 0 ? 'void' : 'in-force', requirements, because };
}

import type { PayloadOf } from '@tillwatch/events';
import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';
import { needsTwo, secondPerson } from './second-person.js';
import type { DoneBy, ToldEvent, Wanted } from './told.js';

/** Whether what is risky takes two people in a tenant: the stream `four-eyes-<tenant>`. */
export interface FourEyes {
  /** Tenant. */
  id: string;
  required: boolean;
  changed: DoneBy & { reason: string };
}

export function evolveFourEyes(_: FourEyes | undefined, id: string, event: ToldEvent<'FourEyesChanged'>): FourEyes {
  const { actor: by, required, reason } = event.data;
  return { id, required, changed: { by, at: event.at, reason } };
}

export function decideFourEyes(
  known: FourEyes | undefined,
  wanted: Wanted<'FourEyesChanged'>,
): Result<Wanted<'FourEyesChanged'>, Problem> {
  return needsTwo(known) === wanted.data.required ? fail(problem('wrong-state')) : ok(wanted);
}

/** What the stream `control-request-<id>` says: somebody asked, somebody else decides. */
export interface ControlRequest extends Omit<PayloadOf<'TerminalControlRequested'>, 'actor'> {
  id: string;
  requested: DoneBy;
  /** RFC 3339: by when a freeze that was issued at once is to be confirmed. */
  confirmBy?: string;
  approved?: DoneBy & { reason?: string };
  rejected?: DoneBy & { reason: string };
}

type Told = 'TerminalControlRequested' | 'TerminalControlApproved' | 'TerminalControlRejected';
export type ControlRequestEvent = ToldEvent<Told>;
export type ControlRequestCommand = Wanted<Told>;

const confirmWithinMs = 86_400_000;

export function decideControlRequest(
  known: ControlRequest | undefined,
  wanted: ControlRequestCommand,
): Result<ControlRequestCommand, Problem> {
  if (wanted.name === 'TerminalControlRequested') return known ? fail(problem('wrong-state')) : ok(wanted);
  if (!known) return fail(problem('not-found'));
  if (known.approved || known.rejected) return fail(problem('wrong-state', undefined, 'It is decided.'));
  const eyes = secondPerson(wanted.data.actor, [known.requested.by], 'nobody');
  return eyes.ok ? ok(wanted) : eyes;
}

export function evolveControlRequest(
  known: ControlRequest | undefined,
  id: string,
  event: ControlRequestEvent,
): ControlRequest | undefined {
  const { at } = event;
  if (event.name === 'TerminalControlRequested') {
    const { actor: by, ...facts } = event.data;
    const confirmBy = new Date(Date.parse(at) + confirmWithinMs).toISOString();
    return { id, ...facts, requested: { by, at }, ...(facts.commandId !== undefined && { confirmBy }) };
  }
  if (!known) return undefined;
  const { actor: by, ...why } = event.data;
  const decided = { by, at, ...why };
  return Object.assign(known, event.name === 'TerminalControlApproved' ? { approved: decided } : { rejected: decided });
}

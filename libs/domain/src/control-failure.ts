import type { PayloadOf } from '@tillwatch/events';
import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';
import type { DoneBy, ToldEvent, Wanted } from './told.js';

/** What the stream `control-failure-<id>` says: PCI DSS 10.7.3 asks for each of these. */
export interface ControlFailure extends Omit<PayloadOf<'ControlFailureOpened'>, 'actor'> {
  id: string;
  opened: DoneBy;
  /** `resumedAt`: when the control worked again; `at`: when somebody said so. */
  resumed?: DoneBy & { resumedAt: string; fix: string };
  closed?: DoneBy & { riskAssessment: string };
}

type Told = 'ControlFailureOpened' | 'ControlFailureResumed' | 'ControlFailureClosed';
export type ControlFailureEvent = ToldEvent<Told>;
export type ControlFailureCommand = Wanted<Told>;

/** Opened, then resumed, then closed; the times told lie in that order and not in the future. */
export function decideControlFailure(
  known: ControlFailure | undefined,
  wanted: ControlFailureCommand,
  nowMs: number,
): Result<ControlFailureCommand, Problem> {
  if (wanted.name === 'ControlFailureOpened') {
    if (known) return fail(problem('wrong-state'));
    return Date.parse(wanted.data.startedAt) > nowMs ? inFuture('/startedAt') : ok(wanted);
  }
  if (!known) return fail(problem('not-found'));
  if (wanted.name === 'ControlFailureClosed') {
    if (known.closed) return fail(problem('wrong-state', undefined, 'It is closed.'));
    return known.resumed ? ok(wanted) : fail(problem('wrong-state', undefined, 'The control does not work yet.'));
  }
  if (known.resumed) return fail(problem('wrong-state', undefined, 'The control works again already.'));
  const resumedAt = Date.parse(wanted.data.resumedAt);
  if (resumedAt > nowMs) return inFuture('/resumedAt');
  if (resumedAt >= Date.parse(known.startedAt)) return ok(wanted);
  return fail(problem('parameter-invalid', '/resumedAt', 'It is before the failure.'));
}

export function evolveControlFailure(
  known: ControlFailure | undefined,
  id: string,
  event: ControlFailureEvent,
): ControlFailure | undefined {
  const { at } = event;
  if (event.name === 'ControlFailureOpened') {
    const { actor: by, ...facts } = event.data;
    return { id, ...facts, opened: { by, at } };
  }
  if (!known) return undefined;
  if (event.name === 'ControlFailureClosed') {
    const { actor: by, riskAssessment } = event.data;
    return Object.assign(known, { closed: { by, at, riskAssessment } });
  }
  const { actor: by, cause, ...facts } = event.data;
  return Object.assign(known, { cause, resumed: { by, at, ...facts } });
}

export function controlFailureStatus({ resumed, closed }: ControlFailure): 'open' | 'resumed' | 'closed' {
  if (closed) return 'closed';
  return resumed ? 'resumed' : 'open';
}

function inFuture(path: string): { ok: false; error: Problem } {
  return fail(problem('parameter-invalid', path, 'It is in the future.'));
}

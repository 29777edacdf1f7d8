import type { ShiftCancelled, ShiftPlanned } from '@tillwatch/events';
import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';

/** A planned time of work or leave. */
export interface Shift extends Omit<ShiftPlanned, 'actor' | 'shiftId'> {
  id: string;
  /** Who planned it. */
  actor: string;
  /** It does not take place. */
  cancelled: boolean;
}

/** What the stream `operator-roster-<id>` says, by shift id. */
export type Roster = Map<string, Shift>;

export type RosterEvent =
  { name: 'ShiftPlanned'; data: ShiftPlanned } | { name: 'ShiftCancelled'; data: ShiftCancelled };

/** Shifts of one operator: ten years of two a day. */
export const maxShifts = 7_300;
const dayMs = 86_400_000;
const longestMs = { work: 2 * dayMs, leave: 400 * dayMs };

/** Shifts may overlap and may be planned after the fact: rosters are often told late. */
export function planShift(roster: Roster, wanted: ShiftPlanned): Result<ShiftPlanned, Problem> {
  const lengthMs = Date.parse(wanted.to) - Date.parse(wanted.from);
  if (lengthMs <= 0) return fail(problem('parameter-invalid', '/to', 'It is not after its start.'));
  if (lengthMs > longestMs[wanted.kind]) return fail(problem('parameter-invalid', '/to', 'It is too long.'));
  return roster.size >= maxShifts ? fail(problem('limit-reached')) : ok(wanted);
}

/** Cancelled twice is cancelled once: the second one changes nothing. */
export function cancelShift(roster: Roster, wanted: ShiftCancelled): Result<ShiftCancelled | undefined, Problem> {
  const shift = roster.get(wanted.shiftId);
  if (!shift) return fail(problem('not-found'));
  return ok(shift.cancelled ? undefined : wanted);
}

/** Takes an event in, in place. */
export function evolveRoster(roster: Roster, event: RosterEvent): void {
  if (event.name === 'ShiftPlanned') {
    const { shiftId: id, ...shift } = event.data;
    roster.set(id, { id, ...shift, cancelled: false });
    return;
  }
  const shift = roster.get(event.data.shiftId);
  if (shift) shift.cancelled = true;
}

import type { PayloadOf } from '@tillwatch/events';
import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';
import { secondPerson } from './second-person.js';
import type { DoneBy, ToldEvent, Wanted } from './told.js';

/** What the stream `daily-review-<date>` says. */
export interface DailyReview extends Omit<PayloadOf<'DailyReviewCompiled'>, 'actor'> {
  /** The date. */
  id: string;
  compiled: DoneBy;
  signedOff?: DoneBy & { note: string; singlePerson: boolean };
}

type Told = 'DailyReviewCompiled' | 'DailyReviewSignedOff';
export type DailyReviewEvent = ToldEvent<Told>;
export type DailyReviewCommand = Wanted<Told>;

const dayMs = 86_400_000;

/** From its midnight to the next, ms since 1970; `undefined` for a date that does not exist. */
export function dayRange(date: string, zone: string): { from: number; to: number } | undefined {
  const from = Date.parse(`${date}T00:00:00${zone}`);
  const isThere = !Number.isNaN(from) && new Date(Date.parse(`${date}T00:00:00Z`)).toISOString().startsWith(date);
  return isThere ? { from, to: from + dayMs } : undefined;
}

/**
 * A day can be compiled again until it is signed off. It is signed off as it was last compiled, after it was over, by
 * somebody who handled none of its alerts, unless the command says that there is nobody else.
 */
export function decideDailyReview(
  known: DailyReview | undefined,
  wanted: DailyReviewCommand,
  nowMs: number,
): Result<DailyReviewCommand, Problem> {
  if (wanted.name === 'DailyReviewCompiled') {
    const day = dayRange(wanted.data.date, wanted.data.zone);
    if (!day || day.from > nowMs) return fail(problem('parameter-invalid', '/date', 'It is no day that has begun.'));
    return known?.signedOff ? fail(problem('wrong-state', undefined, 'The day is signed off.')) : ok(wanted);
  }
  if (!known) return fail(problem('not-found'));
  if (known.signedOff) return fail(problem('wrong-state', undefined, 'The day is signed off.'));
  if (Date.parse(known.compiled.at) < dayRange(known.date, known.zone)!.to) {
    return fail(problem('wrong-state', undefined, 'It was compiled before the day was over.'));
  }
  const { actor, digest, singlePerson } = wanted.data;
  if (digest !== known.digest) return fail(problem('wrong-state', '/digest', 'It was compiled again since.'));
  if (singlePerson) return ok(wanted);
  const eyes = secondPerson(actor, handlersOf(known), 'nobody');
  return eyes.ok ? ok(wanted) : eyes;
}

export function evolveDailyReview(
  known: DailyReview | undefined,
  id: string,
  event: DailyReviewEvent,
): DailyReview | undefined {
  const { actor: by } = event.data;
  if (event.name === 'DailyReviewCompiled') {
    const { actor: _, ...facts } = event.data;
    return { id, ...facts, compiled: { by, at: event.at } };
  }
  if (!known) return undefined;
  const { note, singlePerson } = event.data;
  return Object.assign(known, { signedOff: { by, at: event.at, note, singlePerson } });
}

/** Who did anything about the alerts of the day, as its content names them. */
export function handlersOf({ content }: Pick<DailyReview, 'content'>): readonly string[] {
  const { handlers } = content as { handlers?: unknown };
  return Array.isArray(handlers) ? (handlers as string[]) : [];
}

import type { PayloadOf } from '@tillwatch/events';
import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';
import type { Alert } from './alert.js';

/** What the stream `silence-<id>` says. */
export interface Silence extends Omit<PayloadOf<'SilenceCreated'>, 'actor'> {
  id: string;
  /** RFC 3339, and who was signed in. */
  created: { by: string; at: string };
  /** Ended before its time. */
  expired?: { by: string; at: string; reason?: string };
}

export type SilenceState = 'pending' | 'active' | 'expired';

export type SilenceEvent = { [N in 'SilenceCreated' | 'SilenceExpired']: { name: N; data: PayloadOf<N>; at: string } }[
  'SilenceCreated' | 'SilenceExpired'];

/** Who is away for longer does not forget a silence, but renews it. */
const longestMs = 90 * 86_400_000;
/** People are reminded an hour before the end, or when a tenth of a short silence is left. */
const remindBeforeMs = 3_600_000;

/** Checks a silence that somebody wants. `remindAt` may be left out. */
export function createSilence(
  wanted: Omit<PayloadOf<'SilenceCreated'>, 'remindAt'> & { remindAt?: string },
  nowMs: number,
): Result<PayloadOf<'SilenceCreated'>, Problem> {
  const [from, until] = [Date.parse(wanted.from), Date.parse(wanted.until)];
  if (Object.keys(wanted.matchers).length === 0) return refuse('/matchers', 'One at least must be given.');
  if (until <= from || until <= nowMs) return refuse('/until', 'It must be later than `from` and than now.');
  if (until - from > longestMs) return refuse('/until', 'A silence lasts at most 90 days.');
  const remindAt = wanted.remindAt ?? instant(until - Math.min(remindBeforeMs, Math.floor((until - from) / 10)));
  if (Date.parse(remindAt) < from || Date.parse(remindAt) > until) {
    return refuse('/remindAt', 'It must lie between `from` and `until`.');
  }
  return ok({ ...wanted, remindAt });
}

export function expireSilence(
  silence: Silence | undefined,
  wanted: PayloadOf<'SilenceExpired'>,
  nowMs: number,
): Result<PayloadOf<'SilenceExpired'>, Problem> {
  if (!silence) return fail(problem('not-found'));
  return silenceState(silence, nowMs) === 'expired' ? fail(problem('silence-expired')) : ok(wanted);
}

export function evolveSilence(silence: Silence | undefined, id: string, event: SilenceEvent): Silence | undefined {
  const { actor: by, ...data } = event.data;
  if (event.name === 'SilenceCreated') {
    return { id, ...(data as Omit<PayloadOf<'SilenceCreated'>, 'actor'>), created: { by, at: event.at } };
  }
  if (silence && event.name === 'SilenceExpired') silence.expired = { ...data, by, at: event.at };
  return silence;
}

/** When it ends, or ended, ms since 1970. */
export function silenceEnd({ until, expired }: Silence): number {
  return Math.min(Date.parse(until), expired ? Date.parse(expired.at) : Infinity);
}

/** Its start is in it, its end is not. */
export function silenceState(silence: Silence, nowMs: number): SilenceState {
  if (nowMs >= silenceEnd(silence)) return 'expired';
  return nowMs < Date.parse(silence.from) ? 'pending' : 'active';
}

/** Whether it is about this alert; when it holds is `silenceState`. */
export function isAbout(
  { matchers: { rule, key, store, severity } }: Pick<Silence, 'matchers'>,
  alert: Pick<Alert, 'rule' | 'key' | 'storeId' | 'severity'>,
): boolean {
  return (
    (rule === undefined || rule === alert.rule) &&
    (key === undefined || key === alert.key) &&
    (store === undefined || store === alert.storeId) &&
    (severity === undefined || severity === alert.severity)
  );
}

function refuse(path: string, detail: string): { ok: false; error: Problem } {
  return fail(problem('parameter-invalid', path, detail));
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
